// The ten test digits nearest to the drawing, in the code and in pixels.

import { nearestTo } from "../latent_map/neighbours/nearest.js";
import { lossText } from "../live_view/texts.js";
import { drawDigit } from "../shared/digits.js";

const COUNT = 10, PIXELS = 784, WHITE = 255;
const WAYS = ["In the code", "In pixels"];
const FRAME = `<h2>The nearest test digits</h2>
  <p>Below each stands its distance from yours: the root of the summed squared differences.</p>${WAYS.map((way) => `
  <div class="way"><h3>${way}</h3><p class="agree"></p><ol aria-label="The nearest ${way.toLowerCase()}"></ol></div>`).join("")}`;
const CELL = `<canvas width="28" height="28" role="img"></canvas><span></span>`;

export class NearestDigits {
  constructor(root, attempt) {
    this.attempt = attempt;
    root.innerHTML = FRAME;
    this.agree = [...root.querySelectorAll(".agree")];
    this.cells = Array.from(root.querySelectorAll("ol"), makeCells);
    this.ending = new AbortController();
    attempt.addEventListener("rest", () => this.find(), { signal: this.ending.signal });
  }

  receive(codes, digits) {
    Object.assign(this, { codes, digits });
    this.find();
  }

  async find() {
    this.running?.abort();
    const { code, target } = this.attempt;
    if (!this.codes) return;
    if (!code) return this.show(null);
    this.running = new AbortController();
    const { signal } = this.running;
    const found = [
      await nearestTo(code, this.codes.codes, COUNT, { signal }),
      await nearestTo(target.map((level) => WHITE * level), this.digits.all.subarray(0, this.codes.count * PIXELS), COUNT, { signal }),
    ];
    if (!signal.aborted && found.every(Boolean)) this.show(found);
  }

  show(found) {
    for (const [way, cells] of this.cells.entries()) {
      for (const [place, cell] of cells.entries()) {
        cell.classList.toggle("unknown", !found);
        if (found) this.showCell(cell, found[way][place], way === 0 ? 1 : WHITE);
      }
      this.agree[way].textContent = found ? this.inWords(found[way]) : "";
    }
  }

  showCell(cell, { index, distance }, units) {
    const [canvas, caption] = cell.children, label = this.digits.labels[index];
    cell.dataset.index = index;
    drawDigit(canvas, this.digits.pixels(index));
    canvas.ariaLabel = `Test image ${index}, a ${label}`;
    caption.textContent = lossText(distance / units);
  }

  // "7 of 10 are a 3"
  inWords(ones) {
    const counts = new Map();
    for (const { index } of ones) {
      const label = this.digits.labels[index];
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    const [label, count] = [...counts].toSorted((a, b) => b[1] - a[1])[0];
    return `${count} of ${ones.length} are a ${label}`;
  }

  close() {
    this.running?.abort();
    this.ending.abort();
  }
}

function makeCells(list) {
  const cells = Array.from({ length: COUNT }, () => {
    const cell = document.createElement("li");
    cell.className = "unknown";
    cell.innerHTML = CELL;
    return cell;
  });
  list.replaceChildren(...cells);
  return cells;
}
