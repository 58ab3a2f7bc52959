"""Where a run's codes are drawn from, as a worker makes it."""

from __future__ import annotations

import numpy as np

from ae.cluster.ready_models import model_at
from ae.data import as_images, load_dataset, noise
from ae.errors import Cancelled, UnknownResult
from ae.latent import sampling
from ae.latent.maps import Progress
from ae.latent.sampling import PRIOR, Sampler, SamplerChoice
from ae.models import Autoencoder
from ae.store import Store

# The share of the time that encoding the training images takes, and how many are encoded between
# two reports.
_ENCODING, _ROWS = 0.5, 2000


def make_sampler(model: Autoencoder, choice: SamplerChoice, progress: Progress) -> Sampler:
    """The prior, or what is fitted to a model's codes of the first training images.

    Args:
        model: the run's.
        choice: which sampler.
        progress: is told now and then which share is done, 0 to 1; returning False cancels.

    Raises:
        Cancelled: if `progress` returned False.
        NoSampler: for the prior of a plain code, and if nothing can be fitted to these codes.
        NotFinite: if they are no finite numbers.
    """
    if choice.kind == PRIOR:
        return sampling.prior(model.hp.latent_dim, model.hp.is_variational)
    codes = training_codes(model, lambda share: progress(_ENCODING * share))
    return sampling.fit(
        codes, choice, progress=lambda share: progress(_ENCODING + (1 - _ENCODING) * share)
    )


def sampler_of(
    store: Store, run: str, step: int, choice: SamplerChoice, progress: Progress
) -> Sampler:
    """A sampler that is kept with a run, or is made now and not kept.

    Args:
        store: the run's.
        run: its id.
        step: of the weights.
        choice, progress: as of `make_sampler`.

    Raises:
        NoWeights: if the run has other weights by now.
        Cancelled, NoSampler, NotFinite: as `make_sampler`.
    """
    try:
        return Sampler.from_file(store.result(run, str(choice), step))
    except UnknownResult:
        return make_sampler(model_at(store, run, step), choice, progress)


def training_codes(model: Autoencoder, progress: Progress) -> np.ndarray:
    """Codes of the first training images, as the network was shown them: the means of variational.

    Returns:
        float32 (20000, latent_dim).

    Raises:
        Cancelled: if `progress` returned False.
    """
    training = load_dataset(model.hp.dataset).train
    parts = []
    for start in range(0, sampling.FITTED, _ROWS):
        if progress(start / sampling.FITTED) is False:
            raise Cancelled("The fit was cancelled.")
        indices = np.arange(start, start + _ROWS)
        images = as_images(training.pixels[indices])
        parts.append(model.encode(noise.network_input(model.hp, images, indices)))
    return np.concatenate(parts)
