// One number of a code as a slider, over what it is for the test images.

import { fixed } from "../formatting.js";

const STEPS = 200;

export class Slider {
  constructor(index, { mean, spread, least, largest }, moved) {
    this.index = index;
    this.root = document.createElement("li");
    this.root.innerHTML = `<label><span>${index + 1}</span><input type="range"><output></output></label>`;
    this.input = this.root.querySelector("input");
    this.output = this.root.querySelector("output");
    const [low, high] = spread[index] > 0 ? [least[index], largest[index]] : [mean[index] - 1, mean[index] + 1];
    Object.assign(this.input, { min: low, max: high, step: (high - low) / STEPS, ariaLabel: `Number ${index + 1} of the code` });
    if (!(spread[index] > 0)) this.root.title = "The same for every test image: the network does not use it.";
    this.input.addEventListener("input", () => moved(this.input.valueAsNumber));
  }

  show(value) {
    if (this.input.valueAsNumber !== value) this.input.value = value;
    const text = fixed(value);
    if (this.output.textContent === text) return;
    this.output.textContent = text;
    this.input.ariaValueText = text;
  }
}
