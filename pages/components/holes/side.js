// One run: the map of its codes, the emptiest places on it, and what its decoder makes of them.

import { engineOf, releaseEngine } from "../engine/engines.js";
import { Digits, loadCodes } from "../latent_map/data.js";
import { colouringOf } from "../latent_map/map/colouring.js";
import { makeSpace } from "../latent_map/map/space.js";
import { drawDigit } from "../shared/digits.js";
import { FlatCodes } from "./flat_codes.js";
import { HoleChart } from "./hole_chart.js";
import { holesOf, pointsAtCodes, pointsWithin } from "./holes_of.js";
import { acceptedShare } from "./reading.js";

const HOLES = 8, READ = 200, PIXELS = 784;
const OF_ONE_NUMBER = "A code of one number lies on a line: there is no map to look for holes in.";
const ON_A_LINE = "All of these codes lie on one line of the map: there is no room between them to look at.";
const NONE = "These codes leave no place empty.";
const FRAME = `
  <h3></h3>
  <div class="chart" role="img"><canvas aria-hidden="true"></canvas><canvas aria-hidden="true"></canvas><canvas aria-hidden="true"></canvas></div>
  <ol></ol>
  <p class="measured" role="status"></p>
  <p class="notice" role="status" hidden></p>`;

export class Side {
  // `run`: { name, network, addresses, colours, reading }, as `holes` of its Python gives it.
  constructor(root, run) {
    Object.assign(this, { root, run });
    root.innerHTML = FRAME;
    [this.list, this.measured, this.notice] = [root.querySelector("ol"), ...root.querySelectorAll("p")];
    root.querySelector("h3").textContent = run.name;
    this.cells = Array.from({ length: HOLES }, makeCell);
    this.list.append(...this.cells);
    this.list.ariaLabel = `What the decoder of ${run.name} makes of the emptiest places`;
    this.engine = engineOf(run.network);
    this.ending = new AbortController();
    this.load().catch((error) => this.fail(error));
  }

  async load() {
    const { addresses } = this.run, { signal } = this.ending;
    const options = { signal, onWait: (reason) => this.say(reason) };
    this.say("Loading the codes …");
    const digits = new Digits(addresses.digits, options);
    const found = await loadCodes(addresses.codes, options);
    await digits.load(found.count);
    if (signal.aborted) return;
    if (found.size < 2) return this.conclude(OF_ONE_NUMBER);
    this.say("");
    const flat = await FlatCodes.of(found.codes, found.size);
    if (!signal.aborted) await this.show(flat, found, digits.labels);
  }

  async show(flat, { errors, clusters }, labels) {
    const { count } = flat, holes = holesOf(flat, HOLES);
    const { colours } = this.run, node = this.root.querySelector(".chart");
    this.chart = new HoleChart(node, () => null);
    this.chart.colourBy(colouringOf("label", count, { labels, errors, clusters, colours }));
    this.chart.show(makeSpace({ points: flat.points, dimensions: 2, axes: flat.axes, method: "numbers", count }, labels), flat.scales);
    this.chart.showHoles(holes);
    node.ariaLabel = `${count.toLocaleString("en-US")} codes of test digits and the ${holes.circles.length} largest circles between them that are empty`;
    this.flat = flat;
    this.holes = holes;
    if (holes.circles.length === 0) return this.conclude(holes.hull.length < 3 ? ON_A_LINE : NONE);
    await this.showDigits();
    await this.measure().catch((error) => this.tellMeasured(error.message));
  }

  async showDigits() {
    const { circles } = this.holes;
    const images = await this.decode(circles.map(({ x, y }) => [x, y]));
    if (this.ending.signal.aborted) return;
    if (!images.every(Number.isFinite)) return this.say("This run's network gives numbers that are not finite.");
    for (const [i, cell] of this.cells.entries()) {
      cell.hidden = i >= circles.length;
      if (cell.hidden) continue;
      drawDigit(cell.firstChild, images.subarray(i * PIXELS, (i + 1) * PIXELS));
      cell.firstChild.ariaLabel = `What is decoded in the middle of empty place ${i + 1}`;
      cell.classList.remove("is-unknown");
    }
    this.root.dataset.run = this.run.network.decoder;
  }

  // What the classifier accepts of digits from within the circles, and of such where codes lie.
  async measure() {
    const { signal } = this.ending;
    const within = await this.decode(pointsWithin(this.holes.circles, READ));
    const among = await this.decode(pointsAtCodes(this.flat, READ));
    const read = (images) => acceptedShare(this.run.reading, images, { signal, onWait: (reason) => this.tellMeasured(reason) });
    const [empty, filled] = [await read(within), await read(among)];
    this.tellMeasured(`Of ${READ} digits decoded within these circles a digit classifier is at least 90% sure of ${percent(empty)}; of as many where codes lie on the map, of ${percent(filled)}.`);
    this.shares = { empty, filled };
  }

  tellMeasured(sentence) {
    if (!this.ending.signal.aborted) this.measured.textContent = sentence;
  }

  decode(points) {
    const { flat } = this, codes = new Float32Array(points.length * flat.size);
    for (const [i, point] of points.entries()) codes.set(flat.codeAt(point), i * flat.size);
    return this.engine.decodeAll(codes, points.length);
  }

  fail(error) {
    if (!this.ending.signal.aborted) this.say(error.message);
  }

  // There is nothing to decode, and that is all there is to say.
  conclude(sentence) {
    this.say("");
    this.list.hidden = true;
    this.root.querySelector(".chart").hidden = !this.chart;
    this.tellMeasured(sentence);
  }

  say(sentence) {
    this.notice.textContent = sentence;
    this.notice.hidden = !sentence;
  }

  close() {
    this.ending.abort();
    this.chart?.close();
    releaseEngine(this.run.network);
  }
}

function makeCell(_, i) {
  const cell = document.createElement("li");
  cell.className = "is-unknown";
  cell.innerHTML = `<canvas width="28" height="28" role="img"></canvas><span>${i + 1}</span>`;
  return cell;
}

function percent(share) {
  return `${Math.round(100 * share)}%`;
}
