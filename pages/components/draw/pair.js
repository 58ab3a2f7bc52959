// The drawing as the network sees it beside what the network gives back, and both to take along.

import { savePicture } from "../latent_map/downloads.js";
import { lossText } from "../live_view/texts.js";
import { drawDigit } from "../shared/digits.js";

const LARGE = 280; // pixels a side of a picture that is taken along
const FRAME = ["input", "reconstruction"].map((name) => `
  <figure>
    <figcaption>${name === "input" ? "As the network sees it" : "Reconstruction"}</figcaption>
    <canvas data-is="${name}" width="28" height="28" role="img"></canvas>
    <button type="button" data-saves="${name}" disabled aria-label="Download the ${name} as PNG">Download PNG</button>
  </figure>`).join("") + `<p class="error"></p><p class="told" role="status"></p>`;
const NOTHING = new Float32Array(28 * 28);

export class Pair {
  constructor(root, attempt) {
    Object.assign(this, { root, attempt });
    root.innerHTML = FRAME;
    const find = (selector) => root.querySelector(selector);
    this.input = find("[data-is=input]");
    this.reconstruction = find("[data-is=reconstruction]");
    [this.error, this.told] = [find(".error"), find(".told")];
    this.ending = new AbortController();
    const { signal } = this.ending;
    attempt.addEventListener("input", () => this.showInput(), { signal });
    attempt.addEventListener("answer", () => this.showAnswer(), { signal });
    attempt.addEventListener("rest", () => this.tell(), { signal });
    for (const button of root.querySelectorAll("button")) button.addEventListener("click", () => this.save(button.dataset.saves));
    this.showInput();
    this.showAnswer();
    this.tell();
  }

  showInput() {
    const { input } = this.attempt;
    drawDigit(this.input, input ?? NOTHING);
  }

  showAnswer() {
    const { reconstruction, error } = this.attempt;
    drawDigit(this.reconstruction, reconstruction ?? NOTHING);
    this.error.textContent = `Mean squared error ${lossText(error ?? Number.NaN)} per pixel`;
    for (const button of this.root.querySelectorAll("button")) button.disabled = !reconstruction;
  }

  // While one draws a reader would be told of each point.
  tell() {
    const { reconstruction, error, spoiling } = this.attempt, text = lossText(error ?? Number.NaN);
    this.input.ariaLabel = reconstruction ? `Your drawing as the network sees it${spoiling.kind === "none" ? "" : ", spoiled"}` : "Nothing is drawn";
    this.reconstruction.ariaLabel = reconstruction ? `Its reconstruction, error ${text} per pixel` : "Nothing to reconstruct";
    this.told.textContent = reconstruction ? `Reconstructed with error ${text}` : "";
  }

  save(name) {
    const large = document.createElement("canvas");
    [large.width, large.height] = [LARGE, LARGE];
    const context = large.getContext("2d");
    context.imageSmoothingEnabled = false;
    context.drawImage(this[name], 0, 0, LARGE, LARGE);
    savePicture(large, `${name}-${this.attempt.run}.png`);
  }

  close() {
    this.ending.abort();
  }
}
