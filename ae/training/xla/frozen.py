"""A traced function kept as its bare definition, the same in every process.

A `tf.function` keeps a Python graph of every operation, and with each the stack of calls that made
it; XLA copies those into what it keeps of a compiled function, for good: a third of the 30 MB that
a network left behind. Names are counted through a process, so that the same function traced again
is compiled again.

A definition has neither: its nodes are numbered, and its name is a digest of what it says. So a
network that comes back after it was dropped is found compiled. Measured (`python -m
bench.step_parts`): a network leaves 6 to 18 MB behind instead of 10 to 31, and one that comes back
takes a seventh of the CPU time and 0 to 2 MB instead of 7 to 25. A step takes as long.
"""

from __future__ import annotations

import hashlib
from typing import Any

import tensorflow as tf
from tensorflow.python.eager import context


class FrozenFunction:
    """A traced function that can be called; nothing else is kept of it.

    Args:
        traced: what `tf.function(...).get_concrete_function(...)` gave; it has one output.
    """

    def __init__(self, traced: Any):
        self._captured = list(traced.captured_inputs)
        inner = sorted(traced.graph.as_graph_def().library.function, key=_made)
        self.name = _register([*inner, traced.function_def])

    def __call__(self, *arguments: Any) -> Any:
        """The output as a tensor; arguments are tensors or arrays of the traced types."""
        given = [tf.convert_to_tensor(x) for x in arguments]
        (output,) = context.context().call_function(self.name, [*given, *self._captured], 1)
        return output


def _made(function: Any) -> int:
    """TensorFlow ends a function's name with a count: of two, which was made first."""
    return int(function.signature.name.rpartition("_")[2])


def _register(functions: list[Any]) -> bytes:
    """Enter functions under names of our own: those called first, the one to call last.

    What is entered stays, some 100 kB.

    Returns:
        The name of the last.
    """
    for function in functions:
        _number(function)
    _rename(functions, "")
    content = b"".join(f.SerializeToString(deterministic=True) for f in functions)
    _rename(functions, hashlib.sha256(content).hexdigest()[:16])
    known = context.context()
    for function in functions:
        if not known.has_function(function.signature.name):
            known.add_function_def(function)
    return functions[-1].signature.name.encode()


def _rename(functions: list[Any], prefix: str) -> None:
    """Name them by their place in the list, also where they call each other."""
    names = {f.signature.name: f"step_{prefix}_{i}" for i, f in enumerate(functions)}
    for function in functions:
        function.signature.name = names[function.signature.name]
        for node in function.node_def:
            for value in node.attr.values():
                if value.HasField("func"):
                    value.func.name = names[value.func.name]


def _number(function: Any) -> None:
    """Number what a definition has, and drop what only says where it came from."""
    signature = function.signature
    names = {x.name: f"a{i}" for i, x in enumerate(signature.input_arg)}
    names |= {x.name: f"n{i}" for i, x in enumerate(function.node_def)}

    def renamed(reference: str) -> str:
        """`^node`, `argument` or `node:output:index`."""
        before = "^" if reference.startswith("^") else ""
        name, colon, rest = reference.removeprefix("^").partition(":")
        return f"{before}{names[name]}{colon}{rest}"

    for argument in signature.input_arg:
        argument.name = names[argument.name]
    for node in function.node_def:
        node.name = names[node.name]
        node.input[:] = [renamed(x) for x in node.input]
        node.attr.pop("_gradient_op_type", None)  # counted through the process
        node.ClearField("experimental_debug_info")
    given = [renamed(function.ret[x.name]) for x in signature.output_arg]
    ran = [names[function.control_ret[x]] for x in signature.control_output]
    function.ret.clear()
    function.control_ret.clear()
    for i, (output, value) in enumerate(zip(signature.output_arg, given, strict=True)):
        output.name = f"o{i}"
        function.ret[output.name] = value
    signature.control_output[:] = [f"c{i}" for i in range(len(ran))]
    function.control_ret.update(zip(signature.control_output, ran, strict=True))
    function.arg_attr.clear()  # the names that arguments had
