"""TensorFlow's registry of custom gradients, kept from growing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tensorflow.python.framework.ops import gradient_registry


@contextmanager
def no_gradient_registered() -> Iterator[None]:
    """While a graph is traced: forget afterwards what it entered in the registry.

    TensorFlow registers each custom gradient of a graph, Keras's optimisers have one, under a name
    of its own and for good. The entry keeps the whole graph alive, with the network's variables:
    some 50 MB of each network that was ever built. The tape does without the registry.
    """
    before = set(gradient_registry.list())
    yield
    for name in set(gradient_registry.list()) - before:
        gradient_registry._registry.pop(name, None)  # another thread may trace too
