// What the plane shows and asks for, without a network.

import { onEarlyMove } from "../early_moves.js";
import { signed } from "../formatting.js";

const VIEW = `
  <div class="field">
    <canvas tabindex="0" role="application" aria-roledescription="plane"></canvas>
    <i class="mark chosen" hidden></i><i class="mark pointer"></i>
  </div>
  <div class="beside">
    <figure><canvas class="digit" role="img" width="28" height="28"></canvas><figcaption></figcaption></figure>
    <div class="controls">
      <label class="along"><span></span><input type="range" step="any"><output></output></label>
      <label class="along"><span></span><input type="range" step="any"><output></output></label>
      <label><span>As far as</span><input type="range" data-is="reach" min="0.5" max="4" step="0.25"><output></output></label>
      <label><span>Digits a side</span><input type="range" data-is="side" min="10" max="30" step="1"><output></output></label>
      <button type="button" data-is="save">Download the picture</button>
    </div>
    <p class="problem" role="status"></p>
    <p class="says"></p>
  </div>`;
const FIRST = { reach: 2.5, side: 15 };
const STEPS = 40; // of an arrow key from end to end
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class PlaneView extends EventTarget {
  constructor(root, { reach, side } = FIRST) {
    super();
    root.innerHTML = VIEW;
    this.field = root.querySelector(".field");
    this.canvas = this.field.querySelector("canvas");
    this.digit = root.querySelector(".digit");
    this.caption = root.querySelector("figcaption");
    [this.problem, this.says] = [".problem", ".says"].map((is) => root.querySelector(is));
    this.along = [...root.querySelectorAll(".along")];
    [this.reachInput, this.sideInput] = ["reach", "side"].map((is) => root.querySelector(`[data-is=${is}]`));
    [this.reachInput.value, this.sideInput.value] = [reach, side];
    this.place = [0, 0];
    this.listen(root);
    this.showControls();
  }

  get reach() {
    return this.reachInput.valueAsNumber;
  }

  get side() {
    return this.sideInput.valueAsNumber;
  }

  listen(root) {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.pointAt(event);
    });
    canvas.addEventListener("pointermove", (event) => this.pointAt(event));
    onEarlyMove(canvas, (event) => this.pointAt(event));
    canvas.addEventListener("keydown", (event) => this.press(event));
    for (const [axis, label] of this.along.entries()) {
      label.querySelector("input").addEventListener("input", ({ target }) => {
        this.point(this.place.with(axis, target.valueAsNumber));
      });
    }
    for (const input of [this.reachInput, this.sideInput]) {
      input.addEventListener("input", () => {
        this.showControls();
        this.dispatchEvent(new Event("size"));
      });
    }
    root.querySelector("[data-is=save]").addEventListener("click", () => this.dispatchEvent(new Event("save")));
  }

  pointAt({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    this.point([2 * (clientX - left) / width - 1, 1 - 2 * (clientY - top) / height].map((share) => share * this.reach));
  }

  press(event) {
    const direction = KEYS[event.key];
    if (!direction) return;
    event.preventDefault();
    this.point(this.place.map((at, axis) => at + direction[axis] * 2 * this.reach / STEPS));
  }

  // The user's: told to whoever listens.
  point(place) {
    this.show(place.map((at) => Math.min(this.reach, Math.max(-this.reach, at))));
    this.dispatchEvent(new Event("point"));
  }

  show(place) {
    this.place = place;
    this.mark(this.field.querySelector(".pointer"), place);
    this.showControls();
  }

  showChosen(place) {
    this.chosenAt = place;
    this.mark(this.field.querySelector(".chosen"), place);
  }

  mark(node, place) {
    node.hidden = !place || place.some((at) => Math.abs(at) > this.reach);
    if (node.hidden) return;
    const [x, y = 0] = place;
    node.style.left = `${50 * (1 + x / this.reach)}%`;
    node.style.top = `${50 * (1 - y / this.reach)}%`;
  }

  // One name an axis, and what the plane is.
  describe(names, says) {
    this.names = names.map((name) => name.toLowerCase());
    this.says.textContent = says;
    this.field.classList.toggle("is-line", names.length === 1);
    for (const [axis, label] of this.along.entries()) {
      label.hidden = axis >= names.length;
      label.querySelector("span").textContent = names[axis] ?? "";
    }
    this.showControls();
  }

  showControls() {
    for (const [axis, label] of this.along.entries()) {
      const input = label.querySelector("input");
      Object.assign(input, { min: -this.reach, max: this.reach });
      input.value = this.place[axis] ?? 0;
      label.querySelector("output").textContent = signed(this.place[axis] ?? 0);
    }
    this.reachInput.nextElementSibling.textContent = `±${this.reach} spreads`;
    this.sideInput.nextElementSibling.textContent = this.side;
    if (this.chosenAt) this.showChosen(this.chosenAt);
    const where = (this.names ?? []).map((name, axis) => `${name} ${signed(this.place[axis])}`).join(", ");
    this.canvas.ariaLabel = `The plane as ${this.side} digits a side; the pointer is at ${where}`;
    this.digit.ariaLabel = `The digit decoded at ${where}`;
    this.caption.textContent = where;
  }
}
