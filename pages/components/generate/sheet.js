// Sixteen generated digits, each with the training image that is nearest to it.

import { toLevels } from "../latent_map/tiles.js";
import { drawDigit } from "../shared/digits.js";
import { nearestTraining } from "./nearest_training.js";
import { saveSheet } from "./picture.js";

export const COUNT = 16, PIXELS = 784;
const REST = 150; // milliseconds without another change after which the nearest are looked for
const FRAME = `<ol class="digits" aria-label="Sixteen generated digits"></ol><p class="memory" role="status"></p>`;

export class Sheet {
  // `nearest`: the address that finds training images. `heldOut`: { half, hundredth }, the distance
  // within which so many test digits have theirs.
  constructor(root, { nearest, heldOut }) {
    Object.assign(this, { nearest, heldOut });
    root.innerHTML = FRAME;
    this.memory = root.querySelector(".memory");
    this.cells = Array.from({ length: COUNT }, makeCell);
    root.querySelector("ol").append(...this.cells);
  }

  // `images`: float32 (16 * 784) as they leave the network; `source`: what they are, in words.
  show(images, source) {
    this.levels = toLevels(images);
    this.found = null; // what is nearest to these
    for (const [i, cell] of this.cells.entries()) {
      const [sample] = cell.querySelectorAll("canvas");
      drawDigit(sample, this.levelsOf(i));
      sample.ariaLabel = `Digit ${i + 1} of ${COUNT}, ${source}`;
      cell.classList.add("is-stale");
    }
    clearTimeout(this.timer);
    this.searching?.abort();
    this.timer = setTimeout(() => this.findNearest(), REST);
  }

  levelsOf(i) {
    return this.levels.subarray(i * PIXELS, (i + 1) * PIXELS);
  }

  async findNearest() {
    this.searching = new AbortController();
    const { signal } = this.searching;
    try {
      const found = await nearestTraining(this.nearest, this.levels, signal);
      if (!signal.aborted) this.showNearest(found);
    } catch (error) {
      if (!signal.aborted) this.memory.textContent = error.message;
    }
  }

  showNearest(found) {
    this.found = found;
    const { half, hundredth } = this.heldOut;
    for (const [i, cell] of this.cells.entries()) {
      const [, canvas] = cell.querySelectorAll("canvas"), { index, distance, label, pixels } = found[i];
      drawDigit(canvas, pixels);
      canvas.ariaLabel = `The training image nearest to digit ${i + 1}: number ${index.toLocaleString("en-US")}, a ${label}, at distance ${distance.toFixed(2)}`;
      cell.querySelector(".apart").textContent = `a ${label}, ${distance.toFixed(2)} away`;
      cell.classList.remove("is-stale", "is-unknown");
      cell.classList.toggle("is-copy", distance < hundredth);
    }
    const copies = found.filter(({ distance }) => distance < hundredth).length;
    this.memory.textContent = `Small: the nearest of 55,000 training images, ${rangeOf(found)} away. Half of the test digits have theirs within ${half.toFixed(2)}, one in a hundred has it within ${hundredth.toFixed(2)}: ${howMany(copies)} of the sixteen ${copies > 1 ? "are" : "is"} so near.`;
  }

  // As a picture; nothing where nothing is shown.
  async save(name) {
    if (!this.levels) return;
    const digits = this.cells.map((_, i) => this.levelsOf(i));
    await saveSheet(digits, this.found?.map(({ pixels }) => pixels) ?? [], name);
  }

  close() {
    clearTimeout(this.timer);
    this.searching?.abort();
  }
}

function makeCell() {
  const cell = document.createElement("li");
  cell.className = "is-unknown";
  cell.innerHTML = `<canvas width="28" height="28" role="img"></canvas><canvas class="near" width="28" height="28" role="img"></canvas><span class="apart"></span>`;
  return cell;
}

function rangeOf(found) {
  const distances = found.map(({ distance }) => distance);
  return `${Math.min(...distances).toFixed(2)} to ${Math.max(...distances).toFixed(2)}`;
}

function howMany(count) {
  return count === 0 ? "none" : String(count);
}
