"""Which run is held against another by the kind of its code."""

import pytest

import ae
from ae.comparison import plain_and_variational
from ae.comparison.other_code import other_kind_of_code

PLAIN, VARIATIONAL = plain_and_variational(8)


@pytest.fixture
def submit(store):
    return lambda hp: store.submit(hp, "me")


def test_it_is_the_most_like_it_of_the_other_kind(submit):
    run = submit(PLAIN)
    far, near = submit(VARIATIONAL.replace(steps=9, batch_size=32)), submit(VARIATIONAL)
    assert other_kind_of_code(run, [far, near, submit(PLAIN)]) == near
    assert other_kind_of_code(near, [run]) == run


@pytest.mark.parametrize("other", [{"latent_dim": 16}, {"seed": 3}, {"code": "plain"}])
def test_another_size_or_seed_or_the_same_kind_is_not_held_against_it(submit, other):
    assert other_kind_of_code(submit(PLAIN), [submit(VARIATIONAL.replace(**other))]) is None


def test_alone_it_has_none(submit):
    assert other_kind_of_code(submit(ae.preset("vae2")), []) is None
