// The digits nearest to the chosen one, in the code and in pixels, above each other.

import { drawDigit } from "../../shared/digits.js";
import { lossText } from "../../live_view/texts.js";
import { nearest } from "./nearest.js";
import { WhenSeen } from "../when_seen.js";

const COUNT = 10, PIXELS = 784, WHITE = 255;
const WAYS = ["In the code", "In pixels"];
const FRAME = `
  <p>What the network has put near the chosen digit, and what is near it as a picture. A frame marks those that are in both.</p>
  ${WAYS.map((way) => `
  <div class="way"><h3>${way}</h3><p class="agree"></p><ol></ol></div>`).join("")}`;

export class Neighbours {
  constructor(root, exploration) {
    this.exploration = exploration;
    root.innerHTML = FRAME;
    this.lists = [...root.querySelectorAll("ol")];
    this.agree = [...root.querySelectorAll(".agree")];
    this.cells = this.lists.map((list, way) => this.makeCells(list, way));
    this.finding = new WhenSeen(root, () => this.find());
    this.ending = new AbortController();
    exploration.addEventListener("chosen", () => this.finding.ask(), { signal: this.ending.signal });
    this.finding.ask();
  }

  makeCells(list, way) {
    const cells = Array.from({ length: COUNT }, () => {
      const cell = document.createElement("li");
      cell.innerHTML = `<button type="button"><canvas width="28" height="28"></canvas><span></span></button>`;
      cell.className = "unknown";
      cell.firstChild.addEventListener("click", () => this.exploration.choose(cell.index));
      return cell;
    });
    list.replaceChildren(...cells);
    list.ariaLabel = `The nearest ${WAYS[way].toLowerCase()}`;
    return cells;
  }

  async find() {
    const { codes, size, digits, count, chosen } = this.exploration;
    this.running?.abort();
    this.running = new AbortController();
    const { signal } = this.running, pixels = digits.all.subarray(0, count * PIXELS);
    const found = [
      await nearest(codes, size, chosen, COUNT, signal),
      await nearest(pixels, PIXELS, chosen, COUNT, signal),
    ];
    if (!signal.aborted && found.every(Boolean)) this.show(found);
  }

  show(found) {
    const { chosen, labels } = this.exploration;
    const [near, alike] = found.map((ones) => new Set(ones.map(({ index }) => index)));
    for (const [way, ones] of found.entries()) {
      const units = way === 0 ? 1 : WHITE;
      for (const [place, { index, distance }] of ones.entries()) {
        this.showCell(this.cells[way][place], index, distance / units, near.has(index) && alike.has(index));
      }
      const same = ones.filter(({ index }) => labels[index] === labels[chosen]).length;
      this.agree[way].textContent = `${same} of ${ones.length} are a ${labels[chosen]} as well`;
    }
  }

  showCell(cell, index, distance, isInBoth) {
    const [canvas, caption] = cell.firstChild.children, { labels } = this.exploration;
    cell.index = index;
    cell.classList.remove("unknown");
    drawDigit(canvas, this.exploration.pixels(index));
    cell.classList.toggle("in-both", isInBoth);
    cell.classList.toggle("other", labels[index] !== labels[this.exploration.chosen]);
    caption.textContent = lossText(distance);
    cell.firstChild.ariaLabel = `Test image ${index}, a ${labels[index]}, at distance ${lossText(distance)}${isInBoth ? ", near in both" : ""}`;
  }

  close() {
    this.running?.abort();
    this.ending.abort();
    this.finding.close();
  }
}
