"""Reconstruct: sixteen test digits, what the network makes of them, and where it errs."""

import numpy as np
import streamlit as st

from ae.data import SHOWN, load_dataset
from ae.plots import digits
from pages.ui.current_run import choose_run
from pages.ui.inference import ask
from pages.ui.theme import LIGHT, theme

CHOICES = {
    "first": "The first sixteen",
    "random": "Sixteen at random",
    "digit": "One digit",
    "best": "The best reconstructed",
    "worst": "The worst reconstructed",
}


def pick(choice: str, errors: np.ndarray, labels: np.ndarray, digit: int, draw: int) -> list[int]:
    """Indices of sixteen test images."""
    if choice in ("best", "worst"):
        order = np.argsort(errors, kind="stable")
        return (order[:16] if choice == "best" else order[::-1][:16]).tolist()
    if choice == "first":
        return list(SHOWN)
    candidates = np.flatnonzero(labels == digit) if choice == "digit" else np.arange(len(labels))
    chosen = np.random.default_rng(draw).choice(candidates, 16, replace=False)
    return np.sort(chosen).tolist()


st.title("Reconstruct")
which, what = st.columns([1.3, 1], gap="small", vertical_alignment="bottom")
with which:
    run = choose_run()
test = load_dataset(run.hp.dataset).test
with what, st.container(horizontal=True, vertical_alignment="bottom"):
    choice = st.selectbox("Show", list(CHOICES), format_func=CHOICES.__getitem__, width=260)
    digit = 0
    if choice == "digit":
        digit = st.selectbox("Digit", range(10), width=90)
    draw = st.session_state.setdefault("draw", 0)
    if choice in ("random", "digit") and st.button("Draw others", icon=":material/casino:"):
        draw = st.session_state["draw"] = draw + 1

errors = ask(run, "errors")["errors"]
chosen = pick(choice, errors, test.labels, digit, draw)
answer = ask(run, "reconstruct", indices=chosen)
data = digits.canvases(
    test.images[chosen][..., 0], answer["reconstruction"], answer["errors"], answer["input"]
)
names = ", ".join(f"{test.labels[i]}" for i in chosen)
texts = {
    "original": f"Sixteen test digits: {names}",
    "input": "The same digits as the network is shown them",
    "reconstructed": "The same digits as the network gives them back",
    "error": "Where the reconstruction is too bright or too dark, with each digit's error",
}
widths = [1.17 if part == "error" else 1 for part in data.parts]
for column, part in zip(st.columns(widths), data.parts, strict=True):
    figure = digits.draw(data, theme().ink, (part,))
    column.image(digits.to_bytes(figure, "png"), width="stretch", alt=texts[part])
mean = float(answer["errors"].mean())
place = f"These sixteen: mean squared error {mean:.4f} a pixel. All 10,000: {errors.mean():.4f}."
if run.state.is_ended:
    st.caption(f"{place} Weights after {answer['step']:,} steps.")
else:
    st.caption(f"{place} Weights after {answer['step']:,} steps; it still trains.")
    st.button("Look again", icon=":material/refresh:")

with st.container(horizontal=True):
    plain = digits.draw(data, ink=LIGHT.ink)  # dark ink: files are printed and put on white slides
    for kind in ("png", "svg"):
        st.download_button(
            f"Download {kind.upper()}",
            digits.to_bytes(plain, kind),
            f"reconstructions-{run.id}.{kind}",
            f"image/{'svg+xml' if kind == 'svg' else kind}",
            icon=":material/download:",
            on_click="ignore",
        )
with st.expander("The error of each digit"):
    rows = [
        {"test image": i, "digit": int(test.labels[i]), "mean squared error": round(float(e), 5)}
        for i, e in zip(chosen, answer["errors"], strict=True)
    ]
    st.table(rows)
