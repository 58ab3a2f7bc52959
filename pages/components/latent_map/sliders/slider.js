// One number of a code as a slider, over what it is for the test images.

const STEPS = 200;
const LARGE = 10_000; // where decimals say nothing

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
    this.output.textContent = inWords(value);
    this.input.ariaValueText = this.output.textContent;
  }
}

function inWords(value) {
  const text = Math.abs(value) < LARGE ? (Math.round(100 * value) / 100 || 0).toFixed(2) : value.toExponential(1).replace("e+", "e");
  return text.replaceAll("-", "−");
}
