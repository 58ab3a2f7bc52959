"""What there is to say of a run that has ended: how it did, what went wrong, what to change.

From the run's own data, in plain words; no TensorFlow.
"""

from ae.diagnosis.causes import Cause, find_cause
from ae.diagnosis.divergence import diagnose_divergence
from ae.diagnosis.growth import BlowUp, GrowthWatch
from ae.diagnosis.outcome import conclude, is_no_better_than_the_mean_image
from ae.diagnosis.partner import find_partner
from ae.diagnosis.rates import learning_rate_help
from ae.diagnosis.verdict import Figure, figures, verdict

__all__ = [
    "BlowUp",
    "Cause",
    "Figure",
    "GrowthWatch",
    "conclude",
    "diagnose_divergence",
    "figures",
    "find_cause",
    "find_partner",
    "is_no_better_than_the_mean_image",
    "learning_rate_help",
    "verdict",
]
