"""What the Compare page draws: curves on one axis, digits in rows, clouds beside each other."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any

import numpy as np
import streamlit as st

from ae import comparison
from ae.data import SHOWN, load_dataset, noise
from ae.errors import NoWeights, NoWorker
from ae.latent.projection import project
from ae.plots import curves as figure
from ae.plots import latent
from ae.store import Run
from pages.components.plot import clickable_plot
from pages.ui.backend import store
from pages.ui.compare.tables import head, heads, legend, pca_name, said
from pages.ui.inference import ask_pca, try_to_ask

# Test digits in a cloud.
COUNT = 1000
# The shapes of its markers, in the order of `latent.SHAPES`.
_GLYPHS = "●■◆✚✖"
_DIGITS = """<style>
.ae-digits { display: grid; gap: 0.35rem 1rem; align-items: center; font-size: 0.875rem;
  grid-template-columns: minmax(9rem, 13rem) minmax(0, 1fr); max-width: 1100px; }
.ae-digits .strips { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); }
.ae-digits img { width: 100%; display: block; image-rendering: pixelated; background: #000; }
.ae-digits small { opacity: 0.75; display: block; }
@media (max-width: 640px) {
  .ae-digits, .ae-digits .strips { grid-template-columns: minmax(0, 1fr); }
  .ae-digits small { display: inline; margin-left: 0.4em; }
}
</style>"""


class Asker:
    """Asks the workers; once none has answered, nothing more is asked for this drawing."""

    def __init__(self) -> None:
        self.silent: NoWorker | None = None

    def try_to(self, ask: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
        """The answer, or None where there are no weights or nobody answers."""
        if self.silent:
            return None
        try:
            return ask()
        except NoWeights:
            return None
        except NoWorker as error:
            self.silent = error
            st.warning(str(error), icon=":material/cloud_off:")
            st.button("Try again", icon=":material/refresh:")
            return None

    def pca(self, run: Run) -> dict[str, Any] | None:
        """PCA with the run's code size."""
        return self.try_to(lambda: ask_pca(run, list(SHOWN), COUNT))

    def ask(self, run: Run, question: str, **arguments: Any) -> dict[str, Any] | None:
        """A question about a run."""
        return self.try_to(lambda: try_to_ask(run, question, **arguments))


def curves(runs: Sequence[Run], with_pca: bool, across: int) -> None:
    """The losses over one axis, a chart for each unit, so many beside each other."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        axis = _pick(
            "Over",
            comparison.AXES,
            "step",
            {"step": "Step", "epoch": "Epoch", "seconds": "Seconds"},
        )
        scale = _pick("Scale", ["log", "linear"], "log", {"log": "Logarithmic", "linear": "Linear"})
        hps = [run.hp for run in runs]
        quantity = "whole"
        if any(hp.parts for hp in hps):
            quantity = _pick(
                "Loss",
                comparison.QUANTITIES,
                comparison.default_quantity(hps),
                {"whole": "As trained", "reconstruction": "Reconstruction alone"},
                help="A loss can have parts: reconstruction, KL, penalties. Runs with different "
                "losses often share the reconstruction's unit, and so a chart.",
            )
    lines: dict[str, list[figure.Line]] = {}
    left_out: list[int] = []
    for number, run in enumerate(runs, 1):
        found = comparison.loss_curve(
            run,
            store().losses(run.id),
            store().parts(run.id, len(run.hp.parts)),
            store().validations(run.id, after=0),
            axis,
            quantity,
        )
        if found is None:
            left_out.append(number)
        else:
            line = figure.Line(number, comparison.run_name(run), found)
            lines.setdefault(found.unit, []).append(line)
    legend([*heads(runs), *[head(0, pca_name(runs[0].hp.latent_dim))] * with_pca])
    for place, (unit, group) in zip(_places(len(lines), across), lines.items(), strict=True):
        pca = (
            comparison.pca_error(runs, runs[0].hp.latent_dim, unit, quantity) if with_pca else None
        )
        names = ", ".join(f"{line.number} {line.name}" for line in group)
        with place:
            clickable_plot(
                f"{[(runs[line.number - 1].id, line.curve.x[-1]) for line in group]} "
                f"{[line.number for line in group]} {axis} {scale} {quantity} {pca}",
                figure.traces(group, pca),
                [comparison.AXES[axis], unit.replace(", ", "<br>")],
                f"Loss in {unit} by {comparison.AXES[axis]}: {names}",
                height=320,
                key=f"curves of {unit}",
                layout={"showlegend": False, "yaxis": {"type": scale}},
            )
    notes = ["Thin: training. With markers: validation."]
    if quantity == "reconstruction":
        notes.append("Validations of a loss with parts are of the whole, and not shown here.")
    if len(lines) > 1:
        notes.append("A chart for each unit: losses of different kinds do not compare.")
    if left_out:
        notes.append(f"Nothing to show yet: {said(left_out)}.")
    st.caption(" ".join(notes))


def _pick(label: str, options: Any, default: str, words: dict[str, str], help: str = "") -> str:
    return (
        st.segmented_control(
            label,
            list(options),
            default=default,
            required=True,
            format_func=words.__getitem__,
            help=help or None,
        )
        or default
    )


def _places(count: int, across: int) -> Iterator[Any]:
    """That many columns, so many in a row; one alone takes the whole width."""
    for start in range(0, count, across):
        row = st.columns(min(across, count))
        yield from row[: count - start]


def digits(runs: Sequence[Run], pca: dict[str, Any] | None, asker: Asker) -> None:
    """The first sixteen test digits, and what each run and PCA give back of them."""
    rows, before = [], None
    for number, run in enumerate(runs, 1):
        called = head(number, comparison.run_name(run)), f"{number} {comparison.run_name(run)}"
        images = load_dataset(run.hp.dataset).test.images[list(SHOWN)]
        if run.hp.dataset != before:
            rows.append(_digit_row(("Original", "Original"), "", images[..., 0]))
            before = run.hp.dataset
        found = asker.ask(run, "reconstruct", indices=list(SHOWN))
        if noise.changes_input(run.hp):
            seen = noise.network_input(run.hp, images, SHOWN)[..., 0]
            rows.append(_digit_row(called, "what it was shown", seen))
        if found is None:
            rows.append(f"<div>{called[0]}</div><div>{_why_not(run)}</div>")
        else:
            error = f"error {float(found['errors'].mean()):.4f} a pixel"
            error += f", {comparison.BINARISED}" * (run.hp.pixels == "binarised")
            rows.append(_digit_row(called, error, found["reconstruction"]))
    if pca:
        called = head(0, pca_name(pca["latent_dim"])), pca_name(pca["latent_dim"])
        images = load_dataset(runs[0].hp.dataset).test.images[list(SHOWN)][..., 0]
        error = f"error {float(np.square(pca['reconstruction'] - images).mean()):.4f} a pixel"
        rows.append(_digit_row(called, error, pca["reconstruction"]))
    st.html(f'{_DIGITS}<div class="ae-digits ae-compare">{"".join(rows)}</div>')


def _why_not(run: Run) -> str:
    """Why there is no answer about a run."""
    if store().weights_step(run.id) is not None:
        return "No worker answered."
    return "It has no weights." if run.state.is_ended else "It has no weights yet."


def _digit_row(called: tuple[str, str], note: str, images: np.ndarray) -> str:
    """A label, as HTML and as text, and sixteen digits in two pictures."""
    pictures = ""
    for first, strip in zip(("1 to 8", "9 to 16"), figure.strips(images), strict=True):
        text = escape(", ".join(filter(None, [called[1], note, f"test digits {first}"])))
        source = base64.b64encode(figure.to_png(strip)).decode()
        pictures += f'<img alt="{text}" src="data:image/png;base64,{source}">'
    return f'<div>{called[0]}<small>{note}</small></div><div class="strips">{pictures}</div>'


def clouds(runs: Sequence[Run], pca: dict[str, Any] | None, asker: Asker) -> None:
    """The codes of the first thousand test digits, a small chart for each run and PCA."""
    found = [
        (n, comparison.run_name(run), asker.ask(run, "encode", count=COUNT))
        for n, run in enumerate(runs, 1)
    ]
    if pca:
        found.append((0, pca_name(pca["latent_dim"]), pca))
    swatches = [
        f'<span style="color:{colour}">{_GLYPHS[digit % len(_GLYPHS)]}</span> {digit}'
        for digit, colour in enumerate(latent.COLOURS)
    ]
    legend(swatches)
    across = 4 if len(found) in (4, 7) else 3
    for place, (number, title, answer) in zip(_places(len(found), across), found, strict=True):
        run = runs[number - 1] if number else runs[0]
        with place:
            st.html(f'<div class="ae-compare">{head(number, title)}</div>')
            if answer is None:
                st.caption(_why_not(run))
                continue
            labels = load_dataset(run.hp.dataset).test.labels[:COUNT]
            projection = project(answer["codes"])
            axes = [x.partition(" (")[0] for x in latent.axis_titles(projection)]
            axes += ["digit"] * (len(axes) == 1)
            clickable_plot(
                f"{run.id} {number} {answer.get('step')}",
                figure.cloud(projection, labels),
                axes,
                f"{title}: codes of {COUNT:,} test digits, coloured by digit",
                height=300,
                key=f"cloud {number}",
                layout={"showlegend": False},
            )
            size = answer["codes"].shape[1]
            st.caption(
                f"All of the code, {size} number{'s' * (size > 1)}."
                if projection.is_direct
                else f"Two axes of {size}: {projection.shown:.0%} of the variance."
            )
