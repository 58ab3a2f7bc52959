"""The Train page by itself; what moves in it is tested in a real browser."""

import json
import re

import numpy as np
import pytest

import ae
from ae.config import FIELDS, GROUPS
from ae.store import State, Wanted
from tests.pages import opening


def open_page(**query):
    return opening.open_page("train.py", **query)


def live(page):
    """What the live view was given."""
    given = [json.loads(component.proto.json) for component in page.get("bidi_component")]
    return next(data for data in given if "originals" in data)


def buttons(page):
    """The buttons of a run that can be pressed."""
    of_a_run = {"Train", "Pause", "Resume", "Stop", "New run"}
    return {b.label for b in page.button if not b.disabled} & of_a_run


def marked(page):
    """The labels with a dot, which says that something was changed."""
    style = "".join(element.value for element in page.get("html"))
    widgets = [*page.selectbox, *page.text_input]
    return {w.label for w in widgets if re.search(f"{w.key.replace(' ', '-')}[,)]", style)}


def errors(page):
    """What is wrong, as it stands at the fields."""
    lines = [m.value for m in page.markdown if m.value.startswith(":red[")]
    texts = [re.sub(r"^:red\[:small\[:material/error: |\]\]$", "", line) for line in lines]
    return [re.sub(r"\\(.)", r"\1", text) for text in texts]


def more(page):
    """The expander of what is not shown at first."""
    return next(e for e in page.expander if e.label == "More settings")


def help_of(page, name):
    kind = page.selectbox if FIELDS[name].choices else page.text_input
    return kind(key=f"form field {name}").help


def button(page, label):
    return next(b for b in page.button if b.label == label)


@pytest.fixture
def started(store):
    """A run that a worker has and has reported ten steps of."""
    run = store.submit(ae.preset("article"), "someone", "article")
    store.claim(run.id, "worker")
    store.begin(run.id, 1)
    store.report(run.id, 1, step=10, new_losses=np.ones(10), ms_per_step=9.0)
    return run


def test_with_an_empty_store_the_article_is_ready_to_train(store):
    page = open_page()
    assert not page.exception
    assert buttons(page) == {"Train"}
    assert live(page)["run"] is None
    assert any("1,100,320 parameters · about" in c.value for c in page.caption)
    assert page.text_input(key="form field encoder").value == "784, 256"


def test_train_queues_the_settings_of_the_form_and_puts_the_run_in_the_address(store):
    page = open_page()
    page.text_input(key="form field steps").set_value("77").run()
    button(page, "Train").click().run()
    (run,) = store.runs()
    assert run.hp == ae.preset("article").replace(steps=77)
    assert run.state is State.QUEUED
    assert page.query_params["run"] == run.id
    assert live(page)["run"] == run.id
    assert buttons(page) == {"Pause", "Stop", "New run"}


def test_the_preset_is_kept_with_the_run_also_where_fields_were_changed(store):
    page = open_page(preset="repaired")
    button(page, "Train").click().run()
    button(page, "New run").click().run()
    page.text_input(key="form field steps").set_value("77").run()
    button(page, "Train").click().run()
    assert [(run.preset, run.hp.steps) for run in store.runs()] == [
        ("repaired", 77), ("repaired", 1000),
    ]  # fmt: skip


def test_a_run_that_stops_is_not_steered_any_more(store, started):
    page = open_page(run=started.id)
    assert buttons(page) == {"Pause", "Stop", "New run"}
    button(page, "Stop").click().run()
    assert buttons(page) == {"New run"}
    assert store.run(started.id).wanted is Wanted.STOP


def test_no_label_has_more_than_the_field_s_name(store):
    page = open_page()
    page.text_input(key="form field steps").set_value("77").run()
    widgets = [*page.selectbox, *page.text_input]
    assert {w.label for w in widgets} == {"Preset", *(field.label for field in FIELDS.values())}


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("latent_dim", "12345", "Code size must be 1 to 1,024 (a little beyond an image's 784 "
         "pixels, to try a code that is no bottleneck), not 12,345."),
        ("steps", "", "Steps must be 1 to 500,000 (more would keep two cores busy for hours), "
         "not empty."),
        ("learning_rate", "1,234", "Learning rate must be written as 1.234 or 1234, because 1,234 "
         "could be either."),
        ("encoder", "2,048", "Encoder layers must be written as 2048 or 2, 48, because 2,048 could "
         "be either."),
        ("dropout", "]*x*", "Dropout must be 0 to 0.9 (with more hardly anything gets through), "
         "not ']*x*'."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_one_sentence_that_names_the_mend(store, field, text, sentence):
    page = open_page()
    page.text_input(key=f"form field {field}").set_value(text).run()
    assert errors(page) == [sentence]


def test_a_decimal_comma_is_understood(store):
    page = open_page()
    page.text_input(key="form field learning_rate").set_value("0,01").run()
    assert errors(page) == []
    button(page, "Train").click().run()
    assert store.runs()[0].hp.learning_rate == 0.01


def test_choosing_a_preset_fills_every_field(store):
    page = open_page()
    page.selectbox(key="form preset").set_value("deep30").run()
    button(page, "Train").click().run()
    assert store.runs()[0].hp == ae.preset("deep30")


def test_a_running_run_can_be_paused_and_stopped(store, started):
    page = open_page(run=started.id)
    assert buttons(page) == {"Pause", "Stop", "New run"}
    button(page, "Pause").click().run()
    assert store.run(started.id).wanted is Wanted.PAUSE
    button(page, "Stop").click().run()
    assert store.run(started.id).wanted is Wanted.STOP


def test_a_paused_run_can_be_resumed(store, started):
    store.want(started.id, Wanted.PAUSE)
    store.end(started.id, 1, State.PAUSED)
    page = open_page(run=started.id)
    assert buttons(page) == {"Resume", "Stop", "New run"}
    button(page, "Resume").click().run()
    assert store.run(started.id).state is State.QUEUED


def test_a_refresh_shows_the_run_and_its_settings(store):
    run = store.submit(ae.preset("linear").replace(seed=5), "someone")
    page = open_page(run=run.id)
    assert live(page)["run"] == run.id
    assert page.text_input(key="form field seed").value == "5"
    assert page.text_input(key="form field encoder").value == ""


def test_a_finished_run_can_be_followed_by_another(store, started):
    store.end(started.id, 1, State.FINISHED)
    page = open_page(run=started.id)
    assert buttons(page) == {"Train", "New run"}
    button(page, "Train").click().run()
    assert len(store.runs()) == 2


def test_new_run_leaves_the_old_one_alone(store, started):
    page = open_page(run=started.id)
    button(page, "New run").click().run()
    assert "run" not in page.query_params
    assert live(page)["run"] is None
    assert store.run(started.id).state is State.RUNNING


@pytest.mark.parametrize("state", [State.FAILED, State.DIVERGED])
def test_a_run_that_went_wrong_can_be_replaced(store, started, state):
    store.end(started.id, 1, state, "Try a smaller learning rate.")
    page = open_page(run=started.id)
    assert not page.exception
    assert buttons(page) == {"Train", "New run"}
    assert live(page)["state"] == state


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("latent_dim", "0"),
        ("latent_dim", "many"),
        ("steps", "1000000"),
        ("batch_size", "-1"),
        ("learning_rate", "nan"),
        ("encoder", "5000"),
        ("decoder", "1,2,3,4,5,6,7"),
        ("seed", "1.5"),
    ],
)
def test_a_bad_value_is_named_at_its_field_and_train_waits(store, field, text):
    page = open_page()
    page.text_input(key=f"form field {field}").set_value(text).run()
    assert not page.exception
    (sentence,) = errors(page)
    assert re.match(rf"{FIELDS[field].label} must be .* not \S+\.$", sentence)
    assert field not in sentence.split()
    assert not page.error
    assert "Train" not in buttons(page)
    assert page.text_input(key=f"form field {field}").value == text  # nothing typed is lost


def test_cross_entropy_without_sigmoid_is_refused_at_the_output(store):
    page = open_page()
    page.selectbox(key="form field loss").set_value("bce").run()
    assert errors(page) == [
        "Output activation must be sigmoid, because binary cross-entropy needs outputs between 0 "
        "and 1."
    ]
    page.selectbox(key="form field output_activation").set_value("sigmoid").run()
    assert errors(page) == []


def test_five_fields_come_first_and_all_others_wait_in_tabs_by_their_group(store):
    page = open_page()
    inside = {w.key for w in [*more(page).selectbox, *more(page).text_input]}
    first = {f"form field {name}" for name, info in FIELDS.items() if info.is_basic}
    assert inside == {f"form field {name}" for name in FIELDS} - first
    assert not more(page).proto.expanded
    for tab, group in zip(more(page).tabs, GROUPS, strict=True):
        assert tab.label == GROUPS[group]
        keys = {w.key for w in [*tab.selectbox, *tab.text_input]}
        assert keys == {f"form field {n}" for n, i in FIELDS.items() if i.group == group} - first


def test_more_settings_open_by_themselves_at_an_error_and_stay_open_when_it_is_mended(store):
    page = open_page()
    page.text_input(key="form field latent_dim").set_value("0").run()
    assert not more(page).proto.expanded  # that one is in view already
    page.text_input(key="form field latent_dim").set_value("8").run()
    page.selectbox(key="form field loss").set_value("bce").run()
    assert more(page).proto.expanded
    assert errors(page)[0].startswith("Output activation must be")
    page.selectbox(key="form field output_activation").set_value("sigmoid").run()
    assert errors(page) == []
    assert more(page).proto.expanded


def test_every_wrong_field_is_named_at_once(store):
    page = open_page()
    page.text_input(key="form field latent_dim").set_value("0")
    page.text_input(key="form field dropout").set_value("1").run()
    assert [error.split(" must")[0] for error in errors(page)] == ["Code size", "Dropout"]


def test_a_field_s_help_says_what_it_is_and_what_it_accepts(store):
    page = open_page()
    for name, info in FIELDS.items():
        assert info.help in help_of(page, name)
        assert info.accepts in help_of(page, name)


def test_a_field_that_does_nothing_is_greyed_and_says_what_it_needs(store):
    page = open_page()
    for name in FIELDS:
        kind = page.selectbox if FIELDS[name].choices else page.text_input
        idle = ae.preset("article").does_nothing(name)
        assert kind(key=f"form field {name}").disabled == idle
        assert ("Does something only with" in help_of(page, name)) == idle
    assert help_of(page, "noise_level").startswith(
        "Does something only with Noise on the input: Gaussian or masking (pixels off) or salt and "
        "pepper."
    )
    page.selectbox(key="form field noise").set_value("masking").run()
    assert not page.text_input(key="form field noise_level").disabled
    assert help_of(page, "noise_level").startswith(FIELDS["noise_level"].help)


def test_fields_are_greyed_also_where_another_is_wrong(store):
    page = open_page()
    page.text_input(key="form field latent_dim").set_value("0").run()
    assert page.text_input(key="form field noise_level").disabled
    page.selectbox(key="form field noise").set_value("gaussian").run()
    assert not page.text_input(key="form field noise_level").disabled


def test_a_wrong_value_can_be_mended_also_where_it_does_nothing(store):
    page = open_page()
    page.selectbox(key="form field noise").set_value("gaussian").run()
    page.text_input(key="form field noise_level").set_value("7").run()
    page.selectbox(key="form field noise").set_value("none").run()
    assert errors(page)[0].startswith("Noise level must be")
    assert not page.text_input(key="form field noise_level").disabled
    page.text_input(key="form field noise_level").set_value("0.3").run()
    assert errors(page) == []
    assert page.text_input(key="form field noise_level").disabled


def test_what_differs_from_the_preset_is_marked_and_one_click_puts_all_of_it_back(store):
    page = open_page(preset="repaired")
    assert marked(page) == set()
    assert "Back to the preset" not in {b.label for b in page.button}
    page.text_input(key="form field steps").set_value("77").run()
    assert marked(page) == {"Preset", "Steps"}
    assert help_of(page, "steps").startswith("Changed: the preset has 1000.")
    page.selectbox(key="form field optimizer").set_value("sgd").run()
    page.text_input(key="form field momentum").set_value("lots").run()
    assert marked(page) == {"Preset", "Steps", "Optimiser", "Momentum"}
    assert help_of(page, "optimizer").startswith("Changed: the preset has Adam.")
    assert button(page, "Back to the preset").help == "Changed: Optimiser, Momentum, Steps."
    button(page, "Back to the preset").click().run()
    assert marked(page) == set()
    assert errors(page) == []
    assert "Back to the preset" not in {b.label for b in page.button}
    button(page, "Train").click().run()
    (run,) = store.runs()
    assert (run.hp, run.preset) == (ae.preset("repaired"), "repaired")


def test_the_same_value_in_other_words_is_no_change(store):
    page = open_page()
    page.text_input(key="form field encoder").set_value("784-256").run()
    page.text_input(key="form field learning_rate").set_value("1e-3").run()
    assert marked(page) == set()
    assert page.text_input(key="form field encoder").value == "784-256"


def test_settings_of_ones_own_are_no_change_of_a_preset(store):
    page = open_page()
    page.selectbox(key="form preset").set_value("custom").run()
    page.text_input(key="form field steps").set_value("77").run()
    assert marked(page) == set()
    assert "Back to the preset" not in {b.label for b in page.button}
    button(page, "Train").click().run()
    assert store.runs()[0].preset is None


def test_what_was_typed_is_still_there_after_a_look_at_another_page(store):
    page = open_page()
    page.selectbox(key="form preset").set_value("denoising").run()
    page.text_input(key="form field steps").set_value("77").run()
    page.text_input(key="form field latent_dim").set_value("0").run()
    before = {w.key: w.value for w in [*page.selectbox, *page.text_input]}
    page.switch_page("home.py").run()
    assert not page.text_input
    page.switch_page("train.py").run()
    assert {w.key: w.value for w in [*page.selectbox, *page.text_input]} == before
    assert (before["form preset"], before["form field steps"], before["form field noise"]) == (
        "denoising", "77", "gaussian",
    )  # fmt: skip
    assert marked(page) == {"Preset", "Steps", "Code size"}
    assert errors(page)[0].startswith("Code size must be 1 to 1,024 (")
    page.text_input(key="form field latent_dim").set_value("9").run()
    button(page, "Train").click().run()
    assert store.runs()[0].hp == ae.preset("denoising").replace(steps=77, latent_dim=9)


def test_an_unknown_run_is_said_and_the_page_still_works(store):
    page = open_page(run="nonsense")
    assert "no run 'nonsense'" in page.warning[0].value
    assert buttons(page) == {"Train"}


def test_a_link_can_carry_settings(store):
    page = open_page(preset="repaired", latent_dim="7", steps="33")
    button(page, "Train").click().run()
    assert store.runs()[0].hp == ae.preset("repaired").replace(latent_dim=7, steps=33)


def test_a_link_with_bad_settings_falls_back_to_the_article(store):
    page = open_page(latent_dim="-3")
    said = page.warning[0].value
    assert "does not exist. Code size must be 1 to 1,024" in said
    assert "latent_dim" not in said
    assert page.text_input(key="form field latent_dim").value == "128"


def test_a_link_to_a_preset_that_there_is_not_names_those_that_there_are(store):
    said = open_page(preset="grand").warning[0].value
    assert "does not exist. Preset must be article or repaired" in said
    assert said.endswith("not 'grand'.")
