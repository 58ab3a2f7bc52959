// The moving cloud of codes: test digits as dots, coloured by label, that walk from frame to frame. It is
// given frames (frame.js) and does not ask where they come from.

import { term } from "../../shared/terms.js";
import { themeOf, watchTheme } from "../../shared/theme.js";
import { drawCloud, pictureOf } from "./drawing.js";
import { howItIsSeen, shareOfAlike, whatIsSeen } from "./frame.js";
import { gazeAlong, gazeAt, ROWS } from "./gaze.js";
import { glide } from "./gliding.js";
import { labelLegend } from "./labels.js";

const PACE = 160, GAZE_PACE = 320; // milliseconds
const SHARPEST = 2; // pixels of a CSS pixel that are worth the work

export class CodeCloud {
  // `root` has .what, .how, canvas and .labels in it. `labels`: a byte for each dot; `colours`: one for
  // each label; `pca` tells what that is.
  constructor(root, { labels, colours, pca }) {
    Object.assign(this, { root, labels, colours, pca, frame: null, only: null });
    this.canvas = root.querySelector("canvas");
    this.context = this.canvas.getContext("2d");
    [this.what, this.how] = [".what", ".how"].map((name) => root.querySelector(name));
    root.querySelector(".labels").replaceChildren(...labelLegend(colours, (label) => {
      this.only = label;
      this.redraw();
    }));
    this.stillness = matchMedia("(prefers-reduced-motion: reduce)");
    this.unwatch = watchTheme(root, () => this.resize());
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.canvas);
  }

  // The next frame; the dots walk to it, save where there were none.
  show(frame) {
    const isFirst = !this.frame;
    this.frame = frame;
    this.goal = this.placed(frame);
    if (isFirst || this.stillness.matches || !this.now) this.now = this.goal.slice();
    if (isFirst) this.gaze = null;
    this.describe();
    this.look();
  }

  // Nothing is there to be seen, for that reason.
  clear(reason) {
    Object.assign(this, { frame: null, now: null, gaze: null, aim: null });
    this.what.textContent = this.canvas.ariaLabel = reason;
    this.how.replaceChildren();
    this.redraw();
  }

  // A code of one number is spread out by label.
  placed({ points, numbers }) {
    return numbers === 1 ? points.map((value, k) => (k % 2 ? ROWS - 1 - this.labels[(k - 1) / 2] : value)) : points;
  }

  describe() {
    const { frame } = this, what = whatIsSeen(frame), how = howItIsSeen(frame);
    const name = frame.kind === "plane" ? "PCA" : "";
    const alike = frame.numbers === 1 ? "" : ` The nearest dot is the same digit for ${Math.round(100 * shareOfAlike(frame.points, this.labels))}%.`;
    this.what.textContent = what;
    // The word stays, for somebody may be reading what it means.
    if (this.how.dataset.name !== name || !this.how.lastChild) {
      this.how.replaceChildren(...(name ? [term(name, this.pca)] : []), "");
      this.how.dataset.name = name;
    }
    this.how.lastChild.textContent = `${how}.${alike}`;
    this.canvas.ariaLabel = `${what}. ${name}${how}.${alike}`;
  }

  // Where to, of all that is seen.
  look() {
    if (!this.frame || !this.picture) return;
    const { width, height } = this.picture.box, isInRows = this.frame.numbers === 1;
    this.aim = isInRows ? gazeAlong(this.goal, this.aim) : gazeAt(this.goal, width / height, this.aim);
    const aim = Float64Array.of(this.aim.x, this.aim.y, this.aim.halfWidth, this.aim.halfHeight);
    if (!this.gaze || this.stillness.matches) this.gaze = aim.slice();
    this.aimed = aim;
    this.redraw();
  }

  resize() {
    const { width, height } = this.canvas.getBoundingClientRect();
    if (width === 0) return; // it is not shown
    const sharpness = Math.min(SHARPEST, devicePixelRatio);
    [this.canvas.width, this.canvas.height] = [width, height].map((side) => Math.round(side * sharpness));
    this.theme = themeOf(this.root);
    this.picture = pictureOf(this.canvas, this.theme.fontSize * sharpness);
    this.aim = this.gaze = null;
    this.look();
    this.draw();
  }

  redraw() {
    this.drawing ??= requestAnimationFrame((time) => {
      this.drawing = undefined;
      this.draw(time);
    });
  }

  // `time` of the screen's frame, in milliseconds; without one nothing has moved.
  draw(time) {
    if (!this.picture) return;
    if (time !== undefined && this.frame && !this.move(time)) this.redraw();
    drawCloud(this.context, this.picture, this);
  }

  // Whether all is where it should be.
  move(time) {
    const elapsed = this.moved === undefined ? 1000 / 60 : time - this.moved, size = this.aim.halfHeight;
    const areThere = [
      glide(this.now, this.goal, { elapsed, pace: PACE, size }),
      glide(this.gaze, this.aimed, { elapsed, pace: GAZE_PACE, size }),
    ];
    const isThere = areThere.every(Boolean);
    this.moved = isThere ? undefined : time;
    return isThere;
  }

  close() {
    cancelAnimationFrame(this.drawing);
    this.unwatch();
    this.observer.disconnect();
  }
}
