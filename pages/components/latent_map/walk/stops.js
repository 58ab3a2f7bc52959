// The digits between which a walk leads, in its order.

import { drawDigit } from "../../shared/digits.js";

const LEAST = 2, MOST = 6;

export class Stops {
  constructor(root, exploration, changed) {
    this.exploration = exploration;
    this.changed = changed;
    this.indices = firstStops(exploration);
    root.innerHTML = `<ol></ol><button type="button">Add the chosen digit</button>`;
    [this.list, this.button] = root.children;
    this.button.addEventListener("click", () => this.change([...this.indices, exploration.chosen]));
    this.ending = new AbortController();
    exploration.addEventListener("chosen", () => this.showButton(), { signal: this.ending.signal });
    this.draw();
  }

  // Each stop's code, and pixels as uint8 (784).
  get items() {
    const { exploration } = this;
    return this.indices.map((index) => ({
      code: exploration.codeOf(index),
      pixels: exploration.pixels(index),
    }));
  }

  // "from a 7 to a 2".
  get inWords() {
    const [first, ...others] = this.indices.map((index) => `a ${this.exploration.labels[index]}`);
    return `from ${first} ${others.map((digit) => `to ${digit}`).join(" ")}`;
  }

  change(indices) {
    this.indices = this.exploration.kept.stops = indices;
    this.draw();
    this.changed();
  }

  draw() {
    this.list.replaceChildren(...this.indices.map((index, place) => this.chip(index, place)));
    this.showButton();
  }

  chip(index, place) {
    const chip = document.createElement("li");
    chip.innerHTML = `<canvas width="28" height="28" role="img"></canvas><span></span><button type="button">×</button>`;
    const [canvas, name, remove] = chip.children;
    drawDigit(canvas, this.exploration.pixels(index));
    canvas.ariaLabel = `Stop ${place + 1}: a ${this.exploration.labels[index]}`;
    name.textContent = `image ${index}`;
    remove.ariaLabel = `Remove stop ${place + 1}, test image ${index}`;
    remove.disabled = this.indices.length <= LEAST;
    remove.addEventListener("click", () => this.change(this.indices.toSpliced(place, 1)));
    return chip;
  }

  showButton() {
    const { chosen } = this.exploration;
    this.button.disabled = this.indices.length >= MOST || chosen === null || chosen === this.indices.at(-1);
  }

  close() {
    this.ending.abort();
  }
}

// Those of before, or the chosen digit and another.
function firstStops(exploration) {
  const { kept: { stops = [] }, count, chosen } = exploration;
  const first = chosen ?? 0, isThere = stops.length > 0 && stops.every((index) => index < count);
  return isThere ? stops : [first, ofAnotherLabel(exploration, first)];
}

function ofAnotherLabel({ labels, count }, index) {
  for (let i = 0; i < count; i++) if (labels[i] !== labels[index]) return i;
  return index;
}
