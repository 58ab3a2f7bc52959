"""Training: a loop that can be stopped, sliced and taken up again.

`Training` holds one run and advances it a slice at a time; `train` runs one to its end. Progress
leaves only through what they return or call: nothing here knows of a screen or a store.
"""

from ae.training.loop import Report, Training, train

__all__ = ["Report", "Training", "train"]
