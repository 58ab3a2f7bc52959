"""How runs are called, and how those of a kind are told apart."""

import time

import pytest

import ae
from ae.comparison import plain_and_variational
from ae.presets import PRESETS
from ae.run_names import made_name, run_name, unique_names

ARTICLE = ae.preset("article")
MORNING = time.mktime((2026, 3, 2, 9, 30, 5, 0, 0, -1))


@pytest.fixture
def run(store):
    """A run of these settings as the store has it, but for the values given."""

    def make(hp=ARTICLE, preset="article", **more):
        made = store.submit(hp, "me", preset)
        for name, value in more.items():
            object.__setattr__(made, name, value)
        return made

    return make


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "Article"),
        ({"latent_dim": 32}, "Article, code 32"),
        ({"learning_rate": 10.0, "latent_dim": 32}, "Article, learning rate 10, code 32"),
        ({"steps": 20_000}, "Article, 20,000 steps"),
        ({"optimizer": "sgd"}, "Article, optimiser SGD with momentum"),
        ({"encoder": (512, 64), "decoder": ()},
         "Article, encoder layers 512-64, decoder layers none"),
        ({"output_activation": "linear"}, "Article, output activation linear"),
        ({"seed": 1, "batch_size": 64, "dropout": 0.25, "clip_norm": 1.0, "latent_dim": 2},
         "Article, dropout 0.25, gradient clipping 1, batch size 64, 1 more changed, code 2"),
    ],
)  # fmt: skip
def test_a_run_is_called_by_its_preset_and_what_differs_from_it(run, changes, name):
    assert run_name(run(ARTICLE.replace(**changes))) == name


def test_an_abbreviation_stays_one_and_a_loss_is_no_headline(run):
    vae = ae.preset("vae").replace(kl_warmup=0.5)
    assert made_name(run(vae, "vae")) == "Variational 20, KL warm-up 0.5"
    deep = ae.preset("deep30").replace(loss="bce")
    assert made_name(run(deep, "deep30")) == "Deep 30, loss binary cross-entropy"


def test_a_setting_that_does_nothing_is_not_named(run):
    assert run_name(run(ARTICLE.replace(noise_level=0.9, kl_warmup=0.5))) == "Article"
    with_noise = ARTICLE.replace(noise="masking", noise_level=0.9)
    assert run_name(run(with_noise)) == "Article, noise on the input masking, noise level 0.9"


@pytest.mark.parametrize("key", PRESETS)
def test_a_run_without_a_preset_is_called_by_the_one_that_it_is_nearest_to(run, key):
    hp = PRESETS[key].hp
    assert run_name(run(hp, None)) == PRESETS[key].short
    assert run_name(run(hp.replace(seed=5), "gone")) == f"{PRESETS[key].short}, seed 5"


def test_a_run_far_from_every_preset_is_custom_and_says_its_kind(run):
    plain, variational = plain_and_variational(16)
    assert run_name(run(plain, None)) == "Custom plain, code 16"
    assert run_name(run(variational, None)) == "Custom variational, code 16"
    noisy = plain.replace(noise="masking", sparsity="l1")
    assert run_name(run(noisy, "vae")) == "Custom denoising sparse, code 16"


def test_its_given_name_comes_first(run):
    assert run_name(run(name="The one with dots")) == "The one with dots"
    assert run_name(run(name=None)) == "Article"


def test_runs_with_names_of_their_own_keep_them_side_by_side(run):
    one, other = run(), run(ARTICLE.replace(latent_dim=2))
    assert unique_names([one, other]) == {one.id: "Article", other.id: "Article, code 2"}
    assert unique_names([one, one]) == {one.id: "Article"}
    assert unique_names([]) == {}


def test_runs_of_one_given_name_say_first_what_differs(run):
    same = [run(ARTICLE.replace(latent_dim=n), name="Mine") for n in (2, 8)]
    assert list(unique_names(same).values()) == ["Mine, code 2", "Mine, code 8"]


def test_what_a_name_leaves_out_tells_two_apart(run):
    changes = {"dropout": 0.25, "clip_norm": 1.0, "batch_size": 64}
    one, other = (run(ARTICLE.replace(**changes, seed=seed)) for seed in (1, 2))
    assert made_name(one) == made_name(other)
    names = list(unique_names([one, other]).values())
    assert [name.rpartition(", ")[2] for name in names] == ["seed 1", "seed 2"]


def test_runs_of_the_same_settings_say_when_they_were_started(run):
    at_once = [run(created=MORNING), run(created=MORNING + 120)]
    assert list(unique_names(at_once).values()) == [
        "Article, started 09:30", "Article, started 09:32",
    ]  # fmt: skip
    in_a_minute = [run(created=MORNING), run(created=MORNING + 20)]
    assert list(unique_names(in_a_minute).values()) == [
        "Article, started 09:30:05", "Article, started 09:30:25",
    ]  # fmt: skip
    a_day_apart = [run(created=MORNING), run(created=MORNING + 86_400)]
    assert list(unique_names(a_day_apart).values()) == [
        "Article, started 2 Mar 09:30", "Article, started 3 Mar 09:30",
    ]  # fmt: skip


def test_six_of_a_kind_started_in_one_second_are_told_apart_by_their_ids(run):
    six = [run(created=MORNING, id=f"aaaa{n}bbbbbbb") for n in range(6)]
    names = unique_names(six)
    assert len(set(names.values())) == 6
    assert names[six[3].id] == "Article, started 09:30:05, aaaa3"


def test_six_of_a_kind_some_alike_and_some_not_have_six_names(run):
    six = [
        run(),
        run(name="Article"),
        run(ARTICLE.replace(latent_dim=32)),
        run(name="Article, code 32"),
        run(ARTICLE.replace(seed=1)),
        run(ARTICLE.replace(seed=1), None),
    ]
    assert len(set(unique_names(six).values())) == 6
