// Mouse, fingers and keys on the map: what is seen of it, and what is chosen and selected on it.

import { Gestures } from "./gestures.js";
import { pointAt, pointTowards, pointsInside } from "./picking.js";

const REACH = { finger: 24, mouse: 14 }; // CSS pixels from a point that still mean it
const TURN = 0.008; // radians of a pixel
const STEP = 40, ZOOM = 1.3; // pixels of a key that moves, factor of one that zooms
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Navigation {
  // `onHover` gets the point under the pointer, -1 for none, and the place; null for neither.
  constructor(node, chart, exploration, onHover) {
    Object.assign(this, { node, chart, exploration, onHover });
    this.gestures = new Gestures(node, {
      hover: (x, y) => this.hover(x, y),
      leave: () => this.leave(),
      tap: (at, isFinger) => this.tap(at, isFinger),
      move: (dx, dy) => this.move(dx, dy),
      pan: (dx, dy) => this.pan(dx, dy),
      pinch: (x, y, factor) => this.zoomAt([x, y], factor),
      shape: (polygon, isDone) => this.shape(polygon, isDone),
    });
    node.addEventListener("keydown", (event) => this.press(event));
  }

  // "move", "box" or "lasso".
  use(tool) {
    this.gestures.tool = tool;
  }

  hover(x, y) {
    const { chart } = this;
    if (!chart.box) return;
    const index = this.find([x, y], REACH.mouse);
    chart.mark({ hovered: index });
    this.onHover(index, [x, y]);
  }

  leave() {
    this.chart.mark({ hovered: -1 });
    this.onHover(-1, null);
  }

  tap(at, isFinger) {
    this.node.focus();
    const index = this.find(at, isFinger ? REACH.finger : REACH.mouse);
    if (index >= 0) this.exploration.choose(index);
  }

  find(at, reach) {
    const { chart } = this;
    if (!chart.box) return -1;
    return pointAt(chart.places, chart.space.count, chart.toPixels(at), reach * chart.sharpness);
  }

  move(dx, dy) {
    const { chart } = this;
    this.leave();
    if (!chart.camera.isSolid) return this.pan(dx, dy);
    chart.camera.turn(-TURN * dx, TURN * dy);
    chart.invalidate();
  }

  pan(dx, dy) {
    const { chart } = this;
    chart.camera.pan(...chart.toPixels([dx, dy]), chart.box);
    chart.invalidate();
  }

  zoomAt(at, factor) {
    const { chart } = this;
    chart.camera.zoomAt(...chart.toPixels(at), factor, chart.box);
    chart.invalidate();
  }

  // Around the middle.
  zoom(factor) {
    const { width, height } = this.node.getBoundingClientRect();
    this.zoomAt([width / 2, height / 2], factor);
  }

  fit() {
    this.chart.camera.reset();
    this.chart.invalidate();
  }

  shape(polygon, isDone) {
    const { chart, exploration } = this;
    chart.mark({ shape: isDone ? null : polygon });
    if (!isDone || !polygon) return;
    const corners = polygon.map((at) => chart.toPixels(at));
    exploration.select(pointsInside(chart.places, chart.space.count, corners));
  }

  press(event) {
    if (!this.chart.box || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const act = arrow ? () => this.arrow(arrow, event.shiftKey) : {
      "+": () => this.zoom(ZOOM), "=": () => this.zoom(ZOOM), "-": () => this.zoom(1 / ZOOM), 0: () => this.fit(),
      Enter: () => this.toggle(), Escape: () => this.exploration.select([]),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  arrow([toRight, toBottom], isShifted) {
    if (isShifted) return this.move(-STEP * toRight, -STEP * toBottom);
    const { chart, exploration } = this, { chosen } = exploration;
    const isOnMap = chosen !== null && chosen < chart.space.count;
    const next = isOnMap ? pointTowards(chart.places, chart.space.count, chosen, [toRight, toBottom]) : 0;
    if (next >= 0) exploration.choose(next);
  }

  // The chosen point becomes one of the selected, or leaves them.
  toggle() {
    const { chosen, selection } = this.exploration;
    const others = selection.filter((index) => index !== chosen);
    if (others.length < selection.length) this.exploration.select(others);
    else this.exploration.select([...others, chosen].toSorted((a, b) => a - b));
  }
}
