"""Calling a function of another process by its name.

The server and the supervisor send names instead of functions: a function would have to be
imported to be sent, and with it TensorFlow.
"""

from __future__ import annotations

import importlib
from typing import Any

from ae.cluster.import_tensorflow import import_tensorflow

WORK = "ae.cluster.worker:work"
ANSWER = "ae.cluster.inference:answer"
WARM_UP = "ae.cluster.worker:warm_up"
IS_READY = "ae.cluster.worker:is_ready"


def call(name: str, *args: Any, **kwargs: Any) -> Any:
    """Call `module:function`, in a process that has TensorFlow."""
    import_tensorflow()
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)(*args, **kwargs)
