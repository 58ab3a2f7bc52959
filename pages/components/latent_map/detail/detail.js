// The chosen digit: as it is, as the network gives it back, and what the network makes of the code
// that is shown now.

import { drawDigit } from "../../shared/digits.js";
import { lossText } from "../../live_view/texts.js";
import { notThere } from "../address_point.js";

const RETRY = 1000; // milliseconds
const FRAME = `
  <header>
    <h2 aria-live="polite"></h2>
    <label>Test image <input type="number" min="0" step="1" inputmode="numeric"></label>
  </header>
  <div class="three">${["Original", "Reconstruction", "Decoded now"].map((title) => `
    <figure><canvas width="28" height="28" role="img"></canvas><figcaption>${title}</figcaption></figure>`).join("")}
  </div>
  <p class="error"></p>
  <div class="now"><p class="origin"></p><p class="problem" role="status"></p></div>`;

export class Detail {
  constructor(root, exploration) {
    this.exploration = exploration;
    root.innerHTML = FRAME;
    const find = (selector) => root.querySelector(selector);
    [this.title, this.field, this.error, this.origin, this.problem] =
      ["h2", "input", ".error", ".origin", ".problem"].map(find);
    [this.original, this.reconstruction, this.decoded] = root.querySelectorAll("canvas");
    this.field.max = exploration.count - 1;
    this.reconstruct = exploration.engine.follow((values) => drawDigit(this.reconstruction, values));
    this.decode = exploration.engine.follow((values) => drawDigit(this.decoded, values));
    this.listen();
    this.problem.textContent = exploration.problem ?? "";
    this.showChosen();
    this.showCode();
  }

  listen() {
    this.ending = new AbortController();
    const { signal } = this.ending, { exploration, field } = this;
    exploration.addEventListener("chosen", () => this.showChosen(), { signal });
    exploration.addEventListener("code", () => this.showCode(), { signal });
    field.addEventListener("input", () => this.choose(), { signal });
    field.addEventListener("blur", () => this.showChosen(), { signal });
  }

  // What stands in the field; while it is being typed it may be nothing yet.
  choose() {
    const { exploration, field } = this, index = field.valueAsNumber;
    if (Number.isNaN(index)) return;
    const isThere = Number.isInteger(index) && index >= 0 && index < exploration.count;
    if (isThere) exploration.choose(index);
    else this.problem.textContent = `Test image ${field.value}, ${notThere(exploration.count)}`;
  }

  async showChosen() {
    const { exploration } = this, { chosen } = exploration;
    if (this.shown !== undefined) this.problem.textContent = "";
    this.shown = chosen;
    if (this.field.valueAsNumber !== chosen) this.field.value = chosen;
    const error = lossText(exploration.errors[chosen]);
    this.error.textContent = `Mean squared error ${error} per pixel`;
    this.run(this.reconstruct, exploration.codeOf(chosen));
    await exploration.digits.loadEach([chosen]).catch(({ message }) => (this.problem.textContent = message));
    const pixels = exploration.pixels(chosen);
    if (this.shown !== chosen || !pixels) return;
    const name = `a ${exploration.labels[chosen]}`;
    this.title.textContent = `Test image ${chosen}: ${name}`;
    drawDigit(this.original, pixels);
    this.original.ariaLabel = `Original: ${name}`;
    this.reconstruction.ariaLabel = `Reconstruction of ${name}, error ${error} per pixel`;
  }

  showCode() {
    const { code, origin } = this.exploration;
    this.origin.textContent = `Decoded now: ${origin}`;
    this.decoded.ariaLabel = `Decoded now: ${origin}`;
    this.run(this.decode, code);
  }

  // Asked again while the network may come.
  async run(decode, code) {
    try {
      await decode(code);
    } catch (error) {
      if (this.ending.signal.aborted) return;
      this.problem.textContent = error.isTemporary ? `${error.message} Trying again …` : error.message;
      if (error.isTemporary) this.tryAgain();
      return;
    }
    if (this.retry) this.problem.textContent = "";
    this.retry = null;
  }

  tryAgain() {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.run(this.reconstruct, this.exploration.codeOf(this.exploration.chosen));
      this.run(this.decode, this.exploration.code);
    }, RETRY);
  }

  close() {
    clearTimeout(this.retry);
    this.ending.abort();
  }
}
