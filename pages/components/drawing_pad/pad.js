// A pad to draw a digit on: by mouse, pen, finger or keys, with undo. White on black, as MNIST is.

import { paint, paintAll } from "./brush.js";
import { centre } from "./centring.js";
import { Cursor } from "./cursor.js";
import { followPointer } from "./pointers.js";

const PIXELS = 448; // a side: 16 for each of an image
const FINE = 10_000; // points are kept to such a part of a side
const BRUSH = 0.1; // of a side: 2.8 pixels of an image
const KEYS = "Draw with mouse, pen or finger. Or by keys: arrow keys move the pen, with Shift further; Space sets it down and lifts it.";
const FRAME = `
  <div class="paper">
    <canvas width="${PIXELS}" height="${PIXELS}" tabindex="0" role="application" aria-roledescription="drawing pad"></canvas>
    <span class="pen" hidden></span>
    <p class="invitation" aria-hidden="true">Draw a digit</p>
  </div>
  <div class="brushes">
    <label>Brush <input type="range" min="0.03" max="0.2" step="0.01" value="${BRUSH}"></label>
    <button type="button" class="undo">Undo</button><button type="button" class="clear">Clear</button>
    <span class="said" role="status"></span>
  </div>`;

// Event: "change", each time that what is drawn has changed, many times in a stroke.
export class Pad extends EventTarget {
  constructor(root) {
    super();
    root.classList.add("ae-pad");
    root.innerHTML = FRAME;
    const find = (selector) => root.querySelector(selector);
    [this.canvas, this.invitation, this.brush, this.undoing, this.clearing] =
      ["canvas", ".invitation", "input", ".undo", ".clear"].map(find);
    // Read at each move: kept where that is cheap.
    this.context = this.canvas.getContext("2d", { willReadFrequently: true });
    [this.strokes, this.past] = [[], []];
    const pen = {
      onStart: (points) => this.start(points),
      onMove: (points) => this.draw(points),
      onEnd: () => (this.stroke = null),
    };
    followPointer(this.canvas, pen);
    const said = find(".said");
    this.cursor = new Cursor(this.canvas, find(".pen"), { ...pen, say: (sentence) => (said.textContent = sentence) });
    this.undoing.addEventListener("click", () => this.undo());
    this.clearing.addEventListener("click", () => this.show([]));
    this.canvas.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== "z") return;
      event.preventDefault();
      this.undo();
    });
    this.paint();
  }

  // As the network is shown it: Float32Array(784) in [0, 1], centred as MNIST is; null while it is empty.
  get levels() {
    if (this.centred === undefined) {
      const { data } = this.context.getImageData(0, 0, PIXELS, PIXELS);
      this.centred = centre(data, PIXELS, 4);
    }
    return this.centred;
  }

  // What was drawn elsewhere, or before: the `strokes` of a pad, or a picture, as `brush.js` has them.
  show(strokes) {
    this.past.push(this.strokes);
    this.strokes = strokes;
    this.paint();
    this.changed();
  }

  undo() {
    if (this.past.length === 0) return;
    this.strokes = this.past.pop();
    this.paint();
    this.changed();
  }

  start(points) {
    this.past.push(this.strokes);
    this.stroke = { size: this.brush.valueAsNumber, points: [] };
    this.strokes = [...this.strokes, this.stroke];
    this.draw(points);
  }

  draw(points) {
    if (!this.stroke) return;
    const drawn = this.stroke.points.length / 3;
    for (const { x, y, pressure } of points) this.stroke.points.push(rounded(x), rounded(y), rounded(pressure));
    paint(this.context, this.stroke, drawn);
    this.changed();
  }

  paint() {
    this.stroke = null;
    paintAll(this.context, this.strokes);
    this.describe();
  }

  changed() {
    this.centred = undefined;
    this.describe();
    this.dispatchEvent(new Event("change"));
  }

  describe() {
    const { length } = this.strokes, isEmpty = length === 0;
    this.invitation.hidden = !isEmpty;
    this.clearing.disabled = isEmpty;
    this.undoing.disabled = this.past.length === 0;
    const content = isEmpty ? "empty" : `${length} ${length === 1 ? "stroke" : "strokes"}`;
    this.canvas.ariaLabel = `Drawing pad: ${content}. ${KEYS}`;
  }
}

function rounded(number) {
  return Math.round(FINE * number) / FINE;
}
