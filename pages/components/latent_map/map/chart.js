// The map as it is drawn: axes below, points, marks above; from where it is seen; and which points are
// meant by a place on it. Nothing is drawn more than once a frame.

import { themeOf, watchTheme } from "../../shared/theme.js";
import { drawFlatAxes, flatBox } from "./axes_flat.js";
import { drawSolidAxes, solidBox } from "./axes_solid.js";
import { Camera } from "./camera.js";
import { Marks } from "./marks.js";
import { paintingOrder } from "./order.js";
import { PointLayer } from "./point_layer.js";
import { Thumbnails } from "./thumbnails.js";

const MOST_SHARP = 2; // pixels of a CSS pixel that are worth the work
const WHOLE = 256, FAINT = 56, FAINT_TILE = 60; // opacity
const MORPH = 600; // milliseconds in which points go from one map to the next

export class Chart {
  // `node` holds three canvases; `pixels(i)` gives a digit.
  constructor(node, pixels) {
    Object.assign(this, { node, pixels, look: "dots", marks: {}, space: null, colouring: null });
    const [axes, points, marks] = node.querySelectorAll("canvas");
    this.axes = axes.getContext("2d");
    this.layer = new PointLayer(points);
    this.marker = new Marks(marks);
    this.camera = new Camera(false);
    this.stillness = matchMedia("(prefers-reduced-motion: reduce)");
    this.unwatch = watchTheme(node, () => this.resize());
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(node);
  }

  // Another map: seen anew where it has other dimensions.
  show(space) {
    const before = this.space, isSolid = space.dimensions === 3;
    const isAlike = before?.dimensions === space.dimensions && before.count === space.count;
    if (before?.dimensions !== space.dimensions) this.camera = new Camera(isSolid);
    this.camera.reset();
    this.space = space;
    this.places = { x: new Float32Array(space.count), y: new Float32Array(space.count), depth: new Float32Array(space.count) };
    this.selected = null;
    this.morph = isAlike && !this.stillness.matches ? { from: before.unit, since: performance.now() } : null;
    this.resize();
  }

  colourBy(colouring) {
    this.colouring = colouring;
    this.invalidate();
  }

  // "dots" or "digits".
  lookAs(look) {
    this.look = look;
    this.resize();
  }

  // Of the points on the map; all are alike where there are none.
  select(indices) {
    const { count } = this.space, shown = indices.filter((i) => i < count);
    this.selected = shown.length > 0 ? new Uint8Array(count) : null;
    for (const i of shown) this.selected[i] = 1;
    this.invalidate();
  }

  resize() {
    const { width, height } = this.node.getBoundingClientRect();
    if (!this.space || width === 0) return;
    this.sharpness = Math.min(MOST_SHARP, devicePixelRatio);
    const size = [width, height].map((side) => Math.round(side * this.sharpness));
    this.theme = themeOf(this.node);
    this.em = this.theme.fontSize * this.sharpness;
    this.radius = (this.space.count > 3000 ? 0.2 : 0.27) * this.em;
    this.side = Math.round(1.75 * this.em);
    this.layer.resize(...size, this.radius, this.side);
    for (const { canvas } of [this.axes, this.marker]) [canvas.width, canvas.height] = size;
    this.box = this.camera.isSolid ? solidBox(...size, this.em) : flatBox(...size, this.em, this.space);
    this.clip();
    this.invalidate();
  }

  // Points leave the axes' numbers alone.
  clip() {
    const { left, top, width, height } = this.box, { canvas } = this.layer;
    const edges = [top, canvas.width - left - width, canvas.height - top - height, left];
    canvas.style.clipPath = this.camera.isSolid ? "" : `inset(${edges.map((edge) => `${Math.max(0, edge / this.sharpness)}px`).join(" ")})`;
  }

  // From where it is seen has changed, or what is seen.
  invalidate() {
    this.isStale = true;
    this.redraw();
  }

  mark(marks) {
    if ("chosen" in marks) this.isStale = true;
    Object.assign(this.marks, marks);
    this.redraw();
  }

  redraw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      if (!this.box || !this.colouring) return;
      if (this.isStale) this.drawAll();
      this.drawMarks();
    });
  }

  drawAll() {
    const { axes, camera, box, space, theme, em } = this;
    this.isStale = false;
    camera.project(this.unitNow(), space.count, box, this.places);
    axes.clearRect(0, 0, axes.canvas.width, axes.canvas.height);
    axes.font = `${em}px ${theme.font}`;
    (camera.isSolid ? drawSolidAxes : drawFlatAxes)(axes, camera, box, space, { theme, em });
    this.drawPoints();
    if (this.morph) this.invalidate();
  }

  drawPoints() {
    const { layer, places, selected, space, camera } = this;
    const order = paintingOrder(space.count, places.depth, camera.isSolid, selected);
    const { chosen } = this.marks;
    layer.clear();
    this.paint(order, selected);
    if (chosen < space.count) this.paint([chosen], null); // over all others
    layer.finish();
  }

  paint(order, selected) {
    const { layer, places, colouring } = this;
    if (this.look === "dots") layer.dots(places, order, colouring, this.opacityOfDots(selected));
    else layer.tiles(places, order, colouring, selected ? (i) => (selected[i] ? WHOLE : FAINT_TILE) : () => WHOLE, this.tiles());
  }

  // What is far, or not selected, is fainter.
  opacityOfDots(selected) {
    const { camera, places } = this, { depth } = places;
    const near = camera.isSolid ? (i) => WHOLE * (0.72 - 0.2 * depth[i]) : () => 0.85 * WHOLE;
    const shown = (i) => Math.min(WHOLE, Math.max(FAINT, near(i)));
    return selected ? (i) => (selected[i] ? shown(i) : FAINT) : shown;
  }

  tiles() {
    const { side, space, pixels } = this;
    if (this.thumbnails?.side !== side || this.thumbnails.count < space.count) {
      this.thumbnails = new Thumbnails(space.count, side);
      this.thumbnails.count = space.count;
    }
    return { thumbnails: this.thumbnails, pixels };
  }

  // On the way from the map before.
  unitNow() {
    const { unit } = this.space, { morph } = this;
    const share = morph ? (performance.now() - morph.since) / MORPH : 1;
    if (share >= 1) {
      this.morph = null;
      return unit;
    }
    const eased = share * share * (3 - 2 * share);
    return unit.map((to, k) => morph.from[k] + eased * (to - morph.from[k]));
  }

  drawMarks() {
    const { theme, em, look, side, radius, marks } = this;
    const { chosen = -1, hovered = -1, code = null, own = null, shape = null } = marks;
    this.marker.draw(
      { chosen: this.placeOf(chosen), hovered: this.placeOf(hovered), code: code && this.camera.place(code, this.box), own: own && this.camera.place(own, this.box), shape: shape?.map((at) => this.toPixels(at)) },
      { theme, em, radius: look === "dots" ? radius : side / 2 },
    );
  }

  // Of a point that is on the map and seen, in pixels.
  placeOf(index) {
    if (!(index >= 0 && index < this.space.count)) return null;
    return this.isSeen(index) ? [this.places.x[index], this.places.y[index]] : null;
  }

  isSeen(index) {
    const { box, places: { x, y } } = this;
    return x[index] >= box.left && x[index] <= box.left + box.width && y[index] >= box.top && y[index] <= box.top + box.height;
  }

  // Brings a point into view that was pushed out of it.
  reveal(index) {
    if (!this.box || index >= this.space.count || this.morph || this.isStale || this.isSeen(index)) return;
    const { camera, box } = this;
    camera.moveTo(camera.planeAt(this.places.x[index], this.places.y[index], box));
    this.invalidate();
  }

  // From CSS pixels of the node.
  toPixels([x, y]) {
    return [x * this.sharpness, y * this.sharpness];
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.unwatch();
    this.observer.disconnect();
  }
}
