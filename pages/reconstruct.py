"""Reconstruct: sixteen test digits, what the network makes of them, and where it errs."""

import streamlit as st

from ae.data import load_dataset
from ae.plots import digits
from pages.ui.digit_choice import choose_digits
from pages.ui.inference import ask_or_stop
from pages.ui.run_menu import choose_run
from pages.ui.theme import LIGHT, theme

st.title("Reconstruct")
left, right = st.columns([1.3, 1], gap="small", vertical_alignment="bottom")
with left:
    run = choose_run()
test = load_dataset(run.hp.dataset).test
with right, st.container(horizontal=True, vertical_alignment="bottom"):
    choice = choose_digits()
errors = ask_or_stop(run, "errors")["errors"]
chosen = choice.indices(errors, test.labels)
answer = ask_or_stop(run, "reconstruct", indices=chosen)
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
place = (
    f"These sixteen: mean squared error {mean:.4f} a pixel. "
    f"All {len(errors):,}: {errors.mean():.4f}."
)
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
