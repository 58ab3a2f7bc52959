"""Traced functions as bare definitions."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

import ae
from ae.training import Training
from ae.training.xla.frozen import FrozenFunction
from ae.training.xla.inputs import RunInputs
from ae.training.xla.program import Program

ROOT = Path(__file__).resolve().parents[3]
# Two functions inside the one: the loop's condition and its body.
SCRIPT = """
import tensorflow as tf
from ae.training.xla.frozen import FrozenFunction

def total(limit):
    start = (tf.constant(0), tf.constant(1.0))
    return tf.while_loop(lambda i, _: i < limit, lambda i, x: (i + 1, x * FACTOR), start)[1]

def traced():
    return FrozenFunction(tf.function(total).get_concrete_function(tf.TensorSpec((), tf.int32)))
"""


def names_of(script):
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def functions(factor):
    space = {"FACTOR": factor}
    exec(SCRIPT, space)
    return space["traced"]


def test_a_definition_computes_what_the_function_does():
    traced = functions(2.0)()
    assert [traced(np.int32(n)).numpy() for n in (0, 3, 10)] == [1, 8, 1024]


def test_it_uses_variables_as_they_are_when_it_is_called():
    variable = tf.Variable(1.0)
    times = tf.function(lambda x: x * variable)
    traced = FrozenFunction(times.get_concrete_function(tf.TensorSpec((), tf.float32)))
    variable.assign(5.0)
    assert traced(np.float32(2)).numpy() == 10


def test_its_name_says_what_it_computes_in_whatever_process_and_after_whatever_else():
    here = functions(2.0)
    first, again, other = here().name, here().name, functions(3.0)().name
    assert first == again != other
    script = (
        SCRIPT + "tf.function(lambda x: x * 2)(tf.constant(1.0)); print(traced().name.decode())"
    )
    assert names_of(script.replace("FACTOR", "2.0")) == [first.decode()]


@pytest.mark.parametrize("name", ["article", "conv", "vae2", "denoising"])
def test_a_network_that_comes_back_is_the_same_definition(data, name):
    hp = ae.preset(name).replace(batch_size=16)
    found = set()
    for _ in range(2):
        program = Program(hp, data)
        program.bind(RunInputs(hp, data))
        found.add(program._compiled.name)
    assert len(found) == 1
    assert Program(hp.replace(latent_dim=7), data)._compiled.name not in found


def test_two_programs_of_one_network_do_not_share_their_weights(tiny, data):
    expected = []
    for seed in (0, 1):
        with Training(tiny.replace(seed=seed), data) as training:
            expected.append(training.advance().losses)
    with (
        Training(tiny, data) as one,
        Training(tiny.replace(seed=1), data) as two,
        one._slot.program() as first,  # held, so that the other needs one of its own
        two._slot.program() as second,
    ):
        assert first is not second
        assert first._compiled.name == second._compiled.name
        rates = np.full(2, tiny.learning_rate, np.float32)
        for training, program, losses in ((one, first, expected[0]), (two, second, expected[1])):
            found = program.advance(training._batches(2), rates, np.ones(2, np.float32), 0)
            np.testing.assert_array_equal(found[:, 0], losses)
