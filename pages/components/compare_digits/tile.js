// Sixteen digits with a name above and their error below.

import { toBytes } from "../shared/base64.js";
import { errorMosaic, greyMosaic, WIDTH } from "../live_view/mosaic.js";
import { isActive } from "../live_view/run_state.js";
import { lossText } from "../live_view/texts.js";
import { meanSquaredError } from "./error.js";
import { statusLines } from "./status.js";

const TILE = `
  <figcaption><i class="swatch"></i><b></b> <span class="name"></span></figcaption>
  <canvas width="${WIDTH}" height="${WIDTH}" role="img"></canvas>
  <div class="state"><div class="words"></div><progress max="1" value="0"></progress></div>
  <div class="error"></div>`;

export class Tile {
  constructor(colours, withErrors) {
    this.colours = colours;
    this.withErrors = withErrors;
    this.root = document.createElement("figure");
    this.root.innerHTML = TILE;
    this.canvas = this.find("canvas");
    this.levels = null;
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  // key, name, number and colour; run and steps of one that is a run's; target, what its digits should
  // be, null for one that is itself the original; levels of one that does not move, null while they
  // are awaited; note, what there is to say of it.
  update(data) {
    const before = this.data ?? {};
    this.data = data;
    if (data.target !== before.target) this.target = data.target && toBytes(data.target);
    if (!data.run) this.levels = data.levels && toBytes(data.levels);
    this.find(".swatch").style.background = data.colour;
    this.find(".swatch").hidden = !data.colour;
    this.find("b").textContent = data.number ?? "";
    this.find(".name").textContent = data.name;
    if (!this.message) this.say(data.note);
    this.find("progress").setAttribute("aria-label", `Progress of ${this.title}`);
    this.show();
  }

  get title() {
    return [this.data.number, this.data.name].filter(Boolean).join(" ");
  }

  // A server's message about the run.
  receive(message) {
    this.message = message;
    const { state, step, steps } = message;
    this.say(...statusLines(message));
    this.isMoving = isActive(state) || state === "paused";
    this.root.classList.toggle("is-moving", this.isMoving);
    this.find("progress").value = steps ? step / steps : 0;
    if (message.images) {
      this.levels = toBytes(message.images);
      this.show();
    }
  }

  say(...lines) {
    this.find(".words").replaceChildren(...lines.filter(Boolean).map((line) => {
      const element = document.createElement("span");
      element.textContent = line;
      return element;
    }));
  }

  showErrors(withErrors) {
    this.withErrors = withErrors;
    this.show();
  }

  show() {
    const { levels, target } = this;
    const hasErrors = Boolean(this.withErrors && target && levels);
    const rgba = hasErrors ? errorMosaic(levels, target, this.colours) : greyMosaic(levels);
    this.canvas.getContext("2d").putImageData(new ImageData(rgba, WIDTH, WIDTH), 0, 0);
    const error = target && levels ? `error ${lossText(meanSquaredError(levels, target))} per pixel` : "";
    this.find(".error").textContent = error;
    const what = hasErrors ? "errors of sixteen test digits" : "sixteen test digits";
    this.canvas.setAttribute("aria-label", [this.title, levels ? what : "no digits yet", error].filter(Boolean).join(", "));
  }
}
