"""What property tests draw: settings of every kind, and records that can be trained at once."""

import dataclasses

import pytest
from hypothesis import strategies as st

from ae.config import ACTIVATIONS, FIELDS, MAX_LAYERS, Hyperparameters
from ae.errors import SettingError

# Too large for a float: what a link may carry, and what no bound lets pass.
HUGE = 10**400
JUNK = st.sampled_from([None, True, "", "5", "nonsense", [], (), {}, float("nan"), HUGE, -HUGE])


def refusal(**values):
    """The error that these settings meet."""
    with pytest.raises(SettingError) as caught:
        Hyperparameters(**values)
    return caught.value


def record_or_error(values):
    """What these settings make: a record and None, or None and the error."""
    try:
        return Hyperparameters(**values), None
    except SettingError as error:
        return None, error


def _accepted(name):
    """Values that the field by itself accepts."""
    info = FIELDS[name]
    if info.choices is not None:
        return st.sampled_from(list(info.choices))
    if info.kind is int:
        return st.integers(info.low, info.high)
    if info.kind is float:
        return st.floats(info.low, info.high)
    # Narrow ones often, so that many layers do not always pass the cap on parameters.
    width = st.integers(info.low, 64) | st.integers(info.low, info.high)
    widths = st.lists(width, max_size=MAX_LAYERS).map(tuple)
    return st.none() | widths if info.may_mirror else widths


def _beyond(name):
    """Values that the field refuses, or nearly."""
    info = FIELDS[name]
    if info.choices is not None:
        return JUNK
    numbers = st.integers(-5, 2 * int(info.high)) | st.floats()
    return JUNK | (st.lists(numbers, max_size=8) if info.kind is tuple else numbers)


@st.composite
def settings(draw):
    """Values for some fields or all: mostly ones that each field accepts, in any combination."""
    start = draw(st.just({}) | hyperparameters().map(dataclasses.asdict))
    names = draw(st.lists(st.sampled_from(list(FIELDS)), unique=True, max_size=8))
    values = start | {name: draw(_accepted(name)) for name in names}
    if draw(st.integers(0, 3)) == 0:
        odd = draw(st.sampled_from(list(FIELDS)))
        values[odd] = draw(_beyond(odd))
    return values


def records():
    """Legal records of any size."""
    return settings().map(lambda values: record_or_error(values)[0]).filter(bool)


@st.composite
def hyperparameters(draw):
    """Legal records of every kind, all so small that they train in no time."""

    def choice(name):
        return draw(st.sampled_from(list(FIELDS[name].choices)))

    def share(low, high):
        return draw(st.just(low) | st.floats(low, high))

    is_conv = draw(st.booleans())
    layers = st.lists(st.integers(1, 12), min_size=is_conv, max_size=4 if is_conv else 3).map(tuple)
    encoder, decoder = draw(layers), draw(st.none() | layers)
    has_hidden = bool(encoder or decoder)
    code = choice("code")
    sparsity = "none" if code == "variational" else choice("sparsity")
    pixels = choice("pixels")
    loss = "bce" if code == "variational" or pixels == "binarised" else choice("loss")
    code_activation = {"kl": "sigmoid"}.get(sparsity) or draw(st.sampled_from(list(ACTIVATIONS)))
    return Hyperparameters(
        pixels=pixels,
        noise=choice("noise"),
        noise_level=share(0.0, 1.0),
        architecture="conv" if is_conv else "dense",
        encoder=encoder,
        latent_dim=draw(st.integers(1, 8)),
        decoder=decoder,
        activation=choice("activation"),
        code_activation="linear" if code == "variational" else code_activation,
        output_activation="sigmoid" if loss == "bce" else choice("output_activation"),
        normalization=choice("normalization") if has_hidden else "none",
        dropout=share(0.0, 0.5) if has_hidden else 0.0,
        kernel_initializer=choice("kernel_initializer"),
        bias_initializer=choice("bias_initializer"),
        code=code,
        beta=share(0.0, 10.0),
        kl_warmup=share(0.0, 1.0),
        free_bits=share(0.0, 1.0),
        sparsity=sparsity,
        sparsity_weight=share(0.0, 0.01),
        sparsity_target=share(0.05, 0.5),
        contractive=0.0 if code == "variational" else share(0.0, 0.01),
        loss=loss,
        weight_decay=share(0.0, 0.1),
        optimizer=choice("optimizer"),
        learning_rate=share(0.001, 0.01),
        momentum=share(0.0, 0.999),
        schedule=choice("schedule"),
        warmup=share(0.0, 0.5),
        clip_norm=share(0.0, 10.0),
        batch_size=draw(st.integers(1, 32)),
        steps=draw(st.integers(1, 20)),
        early_stopping=draw(st.integers(0, 3)),
        seed=draw(st.integers(0, 2**31 - 1)),
    )
