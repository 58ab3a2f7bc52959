// The controls of a loss chart. What is chosen is kept in this browser.

import { keepOptions, readOptions } from "./options.js";
import { startText } from "./texts.js";

const DEFAULTS = { axis: "linear", smoothing: 0.6, isWhole: false, isStartShown: false };

export class ChartOptions {
  // `key` is the view's own on its page; `changed` is called after each choice.
  constructor(root, key, changed) {
    this.key = key;
    this.changed = changed;
    this.values = readOptions(key, DEFAULTS);
    this.start = root.querySelector(".start");
    this.listenToSlider(root.querySelector("input[type=range]"), root.querySelector("output"));
    this.listenToWhole(root.querySelector("input[type=checkbox]"));
    for (const radio of root.querySelectorAll("input[type=radio]")) this.listenToAxis(radio);
    this.start.addEventListener("click", () => this.choose("isStartShown", !this.values.isStartShown));
  }

  listenToSlider(slider, output) {
    const write = () => { output.value = (+slider.value).toFixed(2); };
    slider.value = this.values.smoothing;
    write();
    slider.addEventListener("input", () => {
      write();
      this.choose("smoothing", +slider.value);
    });
  }

  listenToWhole(box) {
    box.checked = this.values.isWhole;
    box.addEventListener("change", () => this.choose("isWhole", box.checked));
  }

  listenToAxis(radio) {
    radio.name = `axis of ${this.key}`; // one of a name is checked in the whole page
    radio.checked = radio.value === this.values.axis;
    radio.addEventListener("change", () => this.choose("axis", radio.value));
  }

  // The mark that the axis of losses leaves out the start, and the way to see it. `start` is from
  // lossRange.
  offerStart(start) {
    this.start.hidden = start === null;
    const text = start === null ? "" : startText(start, this.values.isStartShown);
    if (this.start.textContent !== text) this.start.textContent = text;
  }

  choose(name, value) {
    this.values[name] = value;
    keepOptions(this.key, this.values);
    this.changed();
  }
}
