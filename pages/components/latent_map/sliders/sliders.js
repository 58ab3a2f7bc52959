// The numbers of the code that is shown, a slider each; of a long code those that vary most.

import { describeNumbers, drawNormal, mostVarying } from "../code_numbers.js";
import { Slider } from "./slider.js";

const MOST = 12;

const FRAME = `
  <header>
    <h3>Its code</h3>
    <span class="which"></span>
    <button type="button" data-is="reset">Reset</button>
    <button type="button" data-is="random">Random</button>
  </header>
  <ol></ol>`;

export class Sliders {
  constructor(root, exploration) {
    this.exploration = exploration;
    this.numbers = describeNumbers(exploration.codes, exploration.size);
    root.innerHTML = FRAME;
    const shown = mostVarying(this.numbers.spread, MOST);
    root.querySelector(".which").textContent = inWords(exploration.size, shown.length);
    this.sliders = shown.map((index) => new Slider(index, this.numbers, (value) => this.move(index, value)));
    root.querySelector("ol").replaceChildren(...this.sliders.map((slider) => slider.root));
    this.ending = new AbortController();
    const { signal } = this.ending;
    root.querySelector("[data-is=reset]").addEventListener("click", () => this.reset(), { signal });
    root.querySelector("[data-is=random]").addEventListener("click", () => this.randomise(), { signal });
    exploration.addEventListener("code", () => this.show(), { signal });
    this.show();
  }

  show() {
    const { code } = this.exploration;
    if (code) for (const slider of this.sliders) slider.show(code[slider.index]);
  }

  move(index, value) {
    const code = Float32Array.from(this.exploration.code);
    code[index] = value;
    this.exploration.showCode(code, "moved by a slider");
  }

  reset() {
    const { exploration } = this, { chosen } = exploration;
    exploration.showCode(exploration.codeOf(chosen), `of test image ${chosen}`);
  }

  // Of a variational code as its prior says; else each number as the codes of the test images are.
  async randomise() {
    const { engine, size } = this.exploration;
    const { code: kind } = await engine.header;
    const { mean, spread } = this.numbers;
    const code = Float32Array.from({ length: size }, (_, i) =>
      (kind.is_variational ? drawNormal() : mean[i] + spread[i] * drawNormal()));
    this.exploration.showCode(code, "drawn at random");
  }

  close() {
    this.ending.abort();
  }
}

function inWords(size, shown) {
  if (shown < size) return `${shown} of ${size} numbers, the most varied`;
  return size === 1 ? "one number" : `${size} numbers`;
}
