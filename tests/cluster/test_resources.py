import pytest

from ae.cluster.resources import compiled_ahead, plan, share_out, usable_cores
from ae.errors import SettingError
from ae.presets import PRESETS


@pytest.mark.parametrize(
    ("cores", "gigabytes", "found"),
    [
        (1, 8, (1, 1)),
        (2, 8, (1, 2)),
        (3, 8, (1, 3)),
        (4, 8, (2, 2)),
        (8, 8, (2, 4)),
        (16, 128, (8, 2)),
        (2, 1, (1, 2)),
    ],
)
def test_all_cores_are_used_by_as_many_workers_as_memory_allows(cores, gigabytes, found):
    assert share_out(cores, gigabytes * 1e9) == found


def test_what_is_asked_for_overrides_the_plan(monkeypatch):
    monkeypatch.delenv("AE_THREADS", raising=False)
    monkeypatch.delenv("AE_WORKERS", raising=False)
    cores = usable_cores()
    assert plan(1) == (1, cores)
    assert plan(cores) == (cores, 1)
    monkeypatch.setenv("AE_WORKERS", "3")
    monkeypatch.setenv("AE_THREADS", "5")
    assert plan() == (3, 5)
    assert plan(2) == (2, 5)


@pytest.mark.parametrize(
    ("asked", "names"),
    [("", [*PRESETS]), ("all", [*PRESETS]), ("none", []), ("vae, article,vae", ["vae", "article"])],
)
def test_presets_are_compiled_ahead_as_asked_for(monkeypatch, asked, names):
    monkeypatch.setenv("AE_PRESETS", asked)
    assert compiled_ahead() == names


def test_an_unknown_preset_is_named(monkeypatch):
    monkeypatch.setenv("AE_PRESETS", "article,grand")
    with pytest.raises(SettingError, match="grand"):
        compiled_ahead()
