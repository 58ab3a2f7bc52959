// Where the drawing's code lies among those of a thousand test digits.

import { explained } from "../latent_map/map/explained.js";
import { fixed } from "../latent_map/formatting.js";
import { Chart } from "../latent_map/map/chart.js";
import { colouringOf } from "../latent_map/map/colouring.js";
import { makeSpace, toUnit } from "../latent_map/map/space.js";
import { describeNumbers } from "../latent_map/code_numbers.js";
import { strongestDirections } from "../latent_map/plane/directions.js";
import { dot } from "../latent_map/vectors.js";

const COUNT = 1000; // as the map of Latent space has at first
const FRAME = `
  <div class="chart" role="img" aria-label="Map of the codes, not here yet"><canvas></canvas><canvas></canvas><canvas></canvas></div>
  <p class="legend"></p><p class="says"></p><p class="where"></p>`;

export class Place {
  constructor(root, attempt, { colours, terms }) {
    Object.assign(this, { attempt, colours, terms });
    root.innerHTML = FRAME;
    [this.node, this.legend, this.says, this.where] = root.children;
    this.chart = new Chart(this.node, () => null);
    this.ending = new AbortController();
    const { signal } = this.ending;
    attempt.addEventListener("answer", () => this.mark(), { signal });
    attempt.addEventListener("rest", () => this.tell(), { signal });
  }

  async receive({ codes, errors, size, count }, { labels }) {
    const shown = Math.min(COUNT, count), first = codes.subarray(0, shown * size);
    const directions = await strongestDirections(first, size);
    if (this.ending.signal.aborted) return;
    this.axes = directions.map(({ direction }) => direction);
    // A code of two numbers is its own place, a longer one is seen from its middle.
    this.middle = size > 2 ? describeNumbers(first, size).mean : new Float32Array(size);
    this.showMap(shown, size, first, directions);
    this.colour(labels.subarray(0, shown), errors);
    this.mark();
    this.tell();
  }

  showMap(count, size, codes, directions) {
    const dimensions = directions.length, points = new Float32Array(count * dimensions);
    for (let i = 0; i < count; i++) points.set(this.pointOf(codes.subarray(i * size, (i + 1) * size)), i * dimensions);
    const name = size > 2 ? "component" : "code number";
    const axes = directions.map(({ share }, axis) => `${name} ${axis + 1} (${Math.round(100 * share)}% of the variance)`);
    const all = directions.reduce((sum, { share }) => sum + share, 0);
    this.map = { points, dimensions, axes, count, method: "pca" };
    const told = size > 2 ? `PCA of codes of ${size} numbers: these two axes show ${Math.round(100 * all)}% of their variance. ` : "";
    this.says.replaceChildren(...explained(`${told}Each dot is one of ${count.toLocaleString("en-US")} test digits, the ring your drawing.`, this.terms));
  }

  colour(labels, errors) {
    const { chart, map, colours } = this;
    chart.show(makeSpace(map, labels));
    const colouring = colouringOf("label", map.count, { labels, errors, colours });
    chart.colourBy(colouring);
    this.legend.replaceChildren(...colouring.groups.map(({ name, colour, glyph }) => {
      const group = document.createElement("span"), sign = document.createElement("i");
      Object.assign(sign, { textContent: glyph, ariaHidden: true });
      sign.style.color = colour;
      group.append(sign, name);
      return group;
    }));
  }

  pointOf(code) {
    const apart = code.map((number, i) => number - this.middle[i]);
    return this.axes.map((axis) => dot(apart, axis));
  }

  mark() {
    if (!this.map) return;
    const { code } = this.attempt, { axes } = this.chart.space;
    this.point = code && this.pointOf(code);
    const place = this.point?.map((number, axis) => toUnit(number, axes[axis]));
    this.isOutside = Boolean(place?.some((share) => Math.abs(share) > 1));
    this.chart.mark({ own: place ? [0, 1, 2].map((axis) => Math.min(1, Math.max(-1, place[axis] ?? 0))) : null });
    this.where.textContent = this.isOutside ? "Your drawing lies outside of the map: the ring stands at its edge." : "";
  }

  tell() {
    if (!this.map) return;
    const { point, map } = this;
    const where = point ? `Your drawing lies at ${point.map(fixed).join(", ")}${this.isOutside ? ", outside of the map" : ""}.` : "Nothing is drawn.";
    this.node.ariaLabel = `Map of the codes of ${map.count.toLocaleString("en-US")} test digits: ${map.axes.join(", ")}. ${where}`;
  }

  close() {
    this.ending.abort();
    this.chart.close();
  }
}
