"""The same networks as others train them: plain Keras with `fit`, and PyTorch's usual loop.

Each is what a user of that library would write for these settings: no tricks, no views, no
validation. Learning rates are constant: a schedule costs nothing.

    python -m bench.peers PRESET STEPS [--compiled]

trains the preset with PyTorch and prints milliseconds per step. Compiled, loss and optimiser both
go through `torch.compile`, which needs a C++ compiler.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from ae.config import Hyperparameters
from ae.data import load_dataset
from ae.networks import KERNEL, PIXELS, STRIDE, Layer
from ae.presets import preset

Measure = Callable[[int], float]
WARM = 10


def keras_fit(hp: Hyperparameters) -> Measure:
    """`compile`, then `fit` on an array; returns what measures milliseconds per step."""
    import keras

    from ae.models import build
    from ae.training import losses

    class Plain(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.encoder, self.decoder = (_plain(model) for model in build(hp))

        def call(self, images: Any, training: bool = False) -> Any:
            ops, random = keras.ops, keras.random
            if hp.noise == "gaussian":
                noisy = images + hp.noise_level * random.normal(ops.shape(images))
                images = ops.clip(noisy, 0.0, 1.0)
            code = self.encoder(images)
            if hp.is_variational:
                mean, log_variance = ops.split(code, 2, axis=-1)
                code = mean + ops.exp(0.5 * log_variance) * random.normal(ops.shape(mean))
                self.add_loss(ops.sum(losses.kl(mean, log_variance)) / PIXELS)
            if hp.sparsity == "l1":
                self.add_loss(hp.sparsity_weight * losses.l1(code))
            return self.decoder(code)

    model = Plain()
    rate, decay = hp.learning_rate, hp.weight_decay
    optimizer = {
        "rmsprop": lambda: keras.optimizers.RMSprop(rate),
        "adam": lambda: keras.optimizers.Adam(rate),
        "adamw": lambda: keras.optimizers.AdamW(rate, weight_decay=decay),
        "sgd": lambda: keras.optimizers.SGD(rate, momentum=hp.momentum),
    }[hp.optimizer]()
    model.compile(optimizer, {"mse": "mse", "bce": "binary_crossentropy"}[hp.loss])
    images = load_dataset(hp.dataset).train.images

    def measure(steps: int) -> float:
        part = images[: steps * hp.batch_size]
        started = time.perf_counter()
        model.fit(part, part, batch_size=hp.batch_size, verbose=0)
        return 1000 * (time.perf_counter() - started) / steps

    measure(WARM)
    return measure


def _plain(model: Any) -> Any:
    """The same network in Keras's own layers."""
    import keras

    def plain(layer: Any) -> Any:
        kind: Any = next(k for k in type(layer).__mro__ if k.__module__.startswith("keras."))
        return kind.from_config(layer.get_config())

    return keras.models.clone_model(model, clone_function=plain)


def torch_apart(name: str, steps: int, *, compiled: bool = False) -> float:
    """Milliseconds per step of a preset in PyTorch; nan where that is not installed.

    Compiled, also nan where there is no C++ compiler.

    In a process of its own: beside TensorFlow its threads get in each other's way, and a step takes
    thirty times as long.
    """
    command = [sys.executable, "-m", "bench.peers", name, str(steps)]
    command += ["--compiled"] * compiled
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if "No module named 'torch'" in ended.stderr or "InvalidCxxCompiler" in ended.stderr:
        return float("nan")
    ended.check_returncode()
    return float(ended.stdout)


def torch_loop(hp: Hyperparameters, *, compiled: bool) -> Measure:
    """PyTorch, eager or compiled."""
    import torch

    functional = torch.nn.functional
    layers = hp.layers()
    encoder = _torch_part([x for x in layers if x.part == "encoder"], torch)
    decoder = _torch_part([x for x in layers if x.part == "decoder"], torch)
    trained = [*encoder.parameters(), *decoder.parameters()]
    rate, decay = hp.learning_rate, hp.weight_decay
    optimizer = {
        "rmsprop": lambda: torch.optim.RMSprop(trained, rate, alpha=0.9),
        "adam": lambda: torch.optim.Adam(trained, rate),
        "adamw": lambda: torch.optim.AdamW(trained, rate, weight_decay=decay),
        "sgd": lambda: torch.optim.SGD(trained, rate, momentum=hp.momentum),
    }[hp.optimizer]()
    images = torch.tensor(load_dataset(hp.dataset).train.images.reshape(-1, 1, 28, 28))

    def loss_of(target: Any) -> Any:
        shown = target
        if hp.noise == "gaussian":
            shown = (target + hp.noise_level * torch.randn_like(target)).clip(0, 1)
        code, penalty = encoder(shown), 0.0
        if hp.is_variational:
            mean, log_variance = code.chunk(2, dim=1)
            code = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
            kl = 0.5 * (log_variance.exp() + mean**2 - 1 - log_variance)
            penalty = kl.sum(1).mean() / PIXELS
        if hp.sparsity == "l1":
            penalty = hp.sparsity_weight * code.abs().sum(1).mean()
        output = decoder(code)
        if hp.loss == "bce":
            return functional.binary_cross_entropy(output, target) + penalty
        return functional.mse_loss(output, target) + penalty

    compute: Any = torch.compile(loss_of) if compiled else loss_of
    update: Any = torch.compile(optimizer.step) if compiled else optimizer.step

    def measure(steps: int) -> float:
        order = torch.tensor(np.random.default_rng(0).permutation(len(images)))
        started = time.perf_counter()
        for i in range(steps):
            target = images[order[i * hp.batch_size : (i + 1) * hp.batch_size]]
            loss = compute(target)
            optimizer.zero_grad()
            loss.backward()
            update()
        return 1000 * (time.perf_counter() - started) / steps

    measure(WARM)
    return measure


def _torch_part(layers: list[Layer], torch: Any) -> Any:
    """Encoder or decoder as a `torch.nn.Sequential`; channels come first there."""
    nn = torch.nn
    activations = {
        "relu": nn.ReLU, "gelu": nn.GELU, "sigmoid": nn.Sigmoid, "linear": nn.Identity,
    }  # fmt: skip
    found: list[Any] = []
    for layer in layers:
        channels = layer.after[-1]
        if layer.kind == "dense":
            if len(layer.before) > 1:
                found.append(nn.Flatten())
            width = layer.units * (2 if layer.is_variational else 1)
            found.append(nn.Linear(layer.inputs, width))
        elif layer.kind == "conv":
            found.append(nn.Conv2d(layer.before[-1], channels, KERNEL, STRIDE, padding=1))
        else:
            more = layer.after[0] - (STRIDE * layer.before[0] - 1)
            found.append(
                nn.ConvTranspose2d(
                    layer.before[-1], channels, KERNEL, STRIDE, padding=1, output_padding=more
                )
            )
        if layer.is_normalized:
            found.append(nn.LayerNorm(layer.units))
        found.append(activations[layer.activation]())
        if layer.kind == "dense" and len(layer.after) > 1:
            side = layer.after[0]
            found.append(nn.Unflatten(1, (channels, side, side)))
    return nn.Sequential(*found)


if __name__ == "__main__":
    # The best of three: whatever else the machine does for a moment stalls all its threads.
    measured = torch_loop(preset(sys.argv[1]), compiled="--compiled" in sys.argv)
    print(min(measured(int(sys.argv[2])) for _ in range(3)))
