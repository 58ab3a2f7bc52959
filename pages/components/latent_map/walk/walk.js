// Walks between digits: what fades in pixels, and what the network makes of the codes between.

import { drawDigit } from "../../shared/digits.js";
import { Tiles } from "../tiles.js";
import { WhenSeen } from "../when_seen.js";
import { FRAMES_IN_STRIP, drawStrip, frameInStrip } from "./film.js";
import { WAYS, codeAt, makeWalk } from "./frames.js";
import { Stops } from "./stops.js";
import { TakeAlong } from "./take_along.js";
import { Transport } from "./transport.js";

const FRAME = `
  <p>In pixels one digit fades into the other, and both are seen. In code the network draws what lies between them.</p>
  <div class="stops"></div>
  <div class="walk">
    <div class="ways">${WAYS.map((way) => `
      <figure><figcaption>${way}</figcaption><canvas width="28" height="28" role="img"></canvas></figure>`).join("")}
    </div>
    <div class="transport"></div>
    <div class="strips">${WAYS.map((way) => `
      <figure><figcaption>${way}</figcaption><canvas role="img"></canvas></figure>`).join("")}
    </div>
    <div class="take"></div>
  </div>`;

export class Walks {
  constructor(root, exploration) {
    this.exploration = exploration;
    root.innerHTML = FRAME;
    const find = (name) => root.querySelector(`.${name}`);
    this.ways = [...find("ways").querySelectorAll("canvas")];
    this.strips = [...find("strips").querySelectorAll("canvas")].map((canvas) => new Tiles(canvas));
    this.stops = new Stops(find("stops"), exploration, () => this.drawing.ask());
    this.transport = new Transport(find("transport"), (frame, isByHand) => this.show(frame, isByHand));
    this.takeAlong = new TakeAlong(find("take"), exploration);
    this.drawing = new WhenSeen(root, () => this.make());
    for (const { canvas } of this.strips) canvas.addEventListener("click", (event) => this.jump(event));
    this.drawing.ask();
  }

  async make() {
    const { items, indices } = this.stops, making = (this.newest = Symbol("walk"));
    const walk = await makeWalk(this.exploration.engine, items);
    if (making !== this.newest) return;
    this.walk = walk;
    this.takeAlong.offer(walk, indices);
    for (const [way, tiles] of this.strips.entries()) {
      drawStrip(tiles, walk, way);
      tiles.canvas.ariaLabel = `${WAYS[way]}: ${FRAMES_IN_STRIP} digits ${this.stops.inWords}`;
    }
    this.transport.load(walk);
  }

  show(frame, isByHand) {
    const { walk } = this, share = frame / (walk.count - 1), percent = Math.round(100 * share);
    for (const [way, canvas] of this.ways.entries()) {
      drawDigit(canvas, walk.levels(way, frame));
      canvas.ariaLabel = `${WAYS[way]}, ${percent} % of the way ${this.stops.inWords}`;
    }
    if (isByHand) this.exploration.showCode(codeAt(this.stops.items, share), `${percent} % of the way ${this.stops.inWords}`);
  }

  jump({ offsetX, currentTarget }) {
    const column = Math.min(FRAMES_IN_STRIP - 1, Math.floor((FRAMES_IN_STRIP * offsetX) / currentTarget.clientWidth));
    if (this.walk) this.transport.goTo(frameInStrip(this.walk, column));
  }

  close() {
    this.drawing.close();
    this.stops.close();
    this.transport.close();
  }
}
