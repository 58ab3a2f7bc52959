from ae.diagnosis import find_partner
from ae.presets import PRESETS, preset
from tests.diagnosis.runs import ended

GOOD = {"mse": 0.02}
ARTICLE = ended(GOOD, preset=("article"))


def other(name, hp, test=GOOD):
    return ended(test, hp, id=name)


def test_a_presets_run_goes_with_its_next_experiment():
    near = other("near", preset("article").replace(seed=1))
    asked = other("asked", PRESETS["article"].next.hp)
    assert find_partner(ARTICLE, [near, asked]) is asked


def test_any_other_goes_with_the_run_most_like_it_the_newest_first():
    far = other("far", preset("article").replace(seed=1, latent_dim=2))
    near, older = (
        other(n, preset("article").replace(latent_dim=k)) for n, k in (("a", 32), ("b", 64))
    )
    assert find_partner(ARTICLE, [far, near, older]) is near


def test_what_says_nothing_beside_it_is_passed_over():
    same = other("same", preset("article"))
    unmeasured = other("unmeasured", preset("article").replace(seed=1), test=None)
    others = other("binarised", preset("repaired").replace(pixels="binarised"))
    unlike = other("unlike", preset("vae2"))
    assert find_partner(ARTICLE, [ARTICLE, same, unmeasured, others, unlike]) is None
