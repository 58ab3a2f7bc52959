"""How runs and PCA are called on the Compare page."""

import ae
from ae import comparison
from ae.plots.curves import COLOURS, PCA_COLOUR
from ae.store import COMMAND_LINE
from pages.ui.compare.labels import Label, pca_label, run_labels, runs_in_words


def test_runs_are_numbered_from_one_and_have_a_colour_each(store):
    settings = comparison.plain_and_variational(8)
    runs = [store.submit(hp, COMMAND_LINE) for hp in (*settings, ae.preset("article"))]
    labels = run_labels(runs)
    assert [label.text for label in labels] == [
        "1 Custom plain, code 8",
        "2 Custom variational, code 8",
        "3 Article",
    ]
    assert [label.colour for label in labels] == list(COLOURS[:3])


def test_pca_has_its_size_and_no_number():
    assert pca_label(1) == Label("PCA, 1 number", PCA_COLOUR)
    assert pca_label(16).text == "PCA, 16 numbers"


def test_a_number_does_not_leave_its_word():
    assert Label("Custom plain, code 16").unbroken_name == "Custom plain, code\N{NO-BREAK SPACE}16"
    assert pca_label(1).unbroken_name == "PCA, 1\N{NO-BREAK SPACE}number"
    assert pca_label(16).unbroken_name == "PCA, 16\N{NO-BREAK SPACE}numbers"


def test_runs_by_their_numbers_read_as_a_sentence_does():
    assert runs_in_words([2]) == "run 2"
    assert runs_in_words([1, 3]) == "runs 1 and 3"
    assert runs_in_words([1, 3, 4]) == "runs 1, 3 and 4"
