// What mouse, pen and fingers do on the map. `handlers`:
//   hover(x, y), leave()    a pointer that is not pressed
//   tap([x, y], isFinger)   pressed and let go at one place
//   move(dx, dy)            dragged by one
//   pan(dx, dy), pinch(x, y, factor)   by two fingers, or a wheel
//   shape(polygon, isDone)  drawn, where the tool is "box" or "lasso", or Shift is held; null if called off
// Places are from the node's top left, in CSS pixels.

import { onEarlyMove } from "../early_moves.js";

const STILL = 4; // pixels within which a press is none that moves
const WHEEL = 0.0018, LINE = 16; // zoom of a wheel's pixel; pixels of its line

export class Gestures {
  constructor(node, handlers) {
    Object.assign(this, { node, handlers, tool: "move" });
    this.pointers = new Map(); // those that are pressed: id to place
    const on = (type, handle, options) => node.addEventListener(type, handle, options);
    on("pointerdown", (event) => this.press(event));
    on("pointermove", (event) => this.follow(event));
    onEarlyMove(node, (event) => this.pointers.has(event.pointerId) || this.follow(event));
    on("pointerup", (event) => this.release(event));
    on("pointercancel", (event) => this.callOff(event));
    on("pointerleave", () => this.handlers.leave());
    on("wheel", (event) => this.wheel(event), { passive: false });
  }

  press(event) {
    if (event.button !== 0) return;
    this.node.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, this.placeOf(event));
    if (this.pointers.size > 1) return this.endShape();
    const draws = this.tool !== "move" || event.shiftKey;
    Object.assign(this, { start: this.placeOf(event), hasMoved: false, path: draws ? [this.placeOf(event)] : null });
    this.isBox = this.tool !== "lasso";
  }

  follow(event) {
    const before = this.pointers.get(event.pointerId), now = this.placeOf(event);
    if (!before) return this.handlers.hover(...now);
    if (this.pointers.size > 1) return this.followPinch(event.pointerId, now);
    if (!this.hasMoved && distance(this.start, now) < STILL) return;
    this.pointers.set(event.pointerId, now);
    const from = this.hasMoved ? before : this.start;
    this.hasMoved = true;
    if (this.path) this.draw(now);
    else this.handlers.move(now[0] - from[0], now[1] - from[1]);
  }

  draw(now) {
    this.path.push(now);
    this.handlers.shape(this.polygon(now), false);
  }

  polygon([x, y]) {
    const [left, top] = this.path[0];
    return this.isBox ? [[left, top], [x, top], [x, y], [left, y]] : this.path;
  }

  // Two fingers: what is between them stays between them.
  followPinch(id, now) {
    const before = [...this.pointers.values()];
    this.pointers.set(id, now);
    const after = [...this.pointers.values()];
    this.hasMoved = true;
    const [from, to] = [before, after].map((pair) => middle(pair));
    this.handlers.pan(to[0] - from[0], to[1] - from[1]);
    this.handlers.pinch(...to, distance(...after) / Math.max(1, distance(...before)));
  }

  release(event) {
    if (!this.pointers.delete(event.pointerId) || this.pointers.size > 0) return;
    const now = this.placeOf(event);
    if (!this.hasMoved) this.handlers.tap(now, event.pointerType === "touch");
    else if (this.path) this.handlers.shape(this.polygon(now), true);
    this.path = null;
  }

  callOff(event) {
    this.pointers.delete(event.pointerId);
    this.endShape();
  }

  endShape() {
    if (this.path) this.handlers.shape(null, true);
    this.path = null;
  }

  // Over a map that has the focus the wheel zooms, over another it scrolls the page.
  wheel(event) {
    if (!event.ctrlKey && !this.node.matches(":focus")) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1) * (event.ctrlKey ? 4 : 1);
    this.handlers.pinch(...this.placeOf(event), Math.exp(-WHEEL * pixels));
  }

  placeOf({ clientX, clientY }) {
    const { left, top } = this.node.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }
}

function middle([[a, b], [c, d]]) {
  return [(a + c) / 2, (b + d) / 2];
}

function distance([a, b], [c, d]) {
  return Math.hypot(a - c, b - d);
}
