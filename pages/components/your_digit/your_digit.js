// A digit that the reader draws, and what the network of a run makes of it: at once while it is drawn,
// and with each new weights while the run trains.

import { keepDrawing } from "../drawing_pad/kept_drawing.js";
import { Pad } from "../drawing_pad/pad.js";
import { newestFirst } from "../engine/newest.js";
import { lossText, NO_VALUE } from "../live_view/texts.js";
import { squaredErrors } from "../reconstruction/denoising.js";
import { drawDigit } from "../shared/digits.js";
import { RunNetwork } from "./run_network.js";
import { missingText, reconstructionText, weightsText } from "./texts.js";

const TICK = 200; // milliseconds
const BLANK = new Float32Array(28 * 28);
const FRAME = `
  <b class="caption">Draw here</b>
  <div class="pad"></div>
  <figure><figcaption>As the network sees it</figcaption>
    <canvas data-is="seen" width="28" height="28" role="img"></canvas></figure>
  <figure><figcaption>Reconstructed</figcaption>
    <canvas data-is="made" width="28" height="28" role="img"></canvas></figure>
  <p class="words">Squared error per pixel <b class="error"></b> <span class="age"></span></p>`;

export class YourDigit {
  constructor(root) {
    root.innerHTML = FRAME;
    const find = (selector) => root.querySelector(selector);
    [this.seen, this.made, this.error, this.age] =
      ["[data-is=seen]", "[data-is=made]", ".error", ".age"].map(find);
    this.network = new RunNetwork(() => this.ask());
    this.pad = new Pad(find(".pad"));
    this.endKeeping = keepDrawing(this.pad);
    this.pad.addEventListener("change", () => this.drawSoon());
    for (const event of ["pointerenter", "focusin"]) root.addEventListener(event, () => this.approach());
    this.draw();
  }

  // As `RunNetwork` is told.
  update(data) {
    const isOther = data.run !== this.network.run;
    this.network.update(data);
    if (isOther) this.showNothing();
    this.goOn();
  }

  receive(message) {
    this.network.receive(message);
  }

  // Folded shut it costs nothing.
  show(isShown) {
    this.isShown = isShown;
    this.goOn();
  }

  // Somebody is about to draw: the weights are here by then.
  approach() {
    if (this.isNear) return;
    this.isNear = true;
    this.goOn();
  }

  goOn() {
    const isUsed = this.isShown && Boolean(this.isNear || this.pad.levels);
    this.network.want(isUsed);
    clearInterval(this.ticking);
    if (isUsed) this.ticking = setInterval(() => this.showAge(), TICK);
    this.showAge();
  }

  // At most once a frame, however many points a pointer brings.
  drawSoon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.draw();
    });
  }

  draw() {
    const { levels } = this.pad;
    drawDigit(this.seen, levels ?? BLANK);
    this.seen.ariaLabel = levels ? "Your digit as the network sees it: 28 by 28 pixels, centred" : "Nothing is drawn yet";
    if (!levels) this.showNothing();
    this.ask();
  }

  // What is drawn now, of the newest weights.
  ask() {
    const { levels } = this.pad, { network } = this;
    if (levels && network.weights) this.requestOf(network.engine)(levels).catch((error) => network.fail(error));
    else this.showAge();
  }

  // An engine that was left for another run's never answers: each has a line of its own.
  requestOf(engine) {
    if (engine !== this.engine) {
      this.engine = engine;
      this.request = newestFirst((image) => this.network.reconstruct(image), (answer, image) => this.showAnswer(answer, image));
    }
    return this.request;
  }

  showAnswer({ weights, image }, drawn) {
    if (!this.pad.levels) return;
    const [error] = squaredErrors(drawn, image);
    drawDigit(this.made, image);
    this.made.ariaLabel = reconstructionText(error);
    this.error.textContent = lossText(error);
    this.shown = weights;
    this.showAge();
  }

  showNothing() {
    this.shown = null;
    drawDigit(this.made, BLANK);
    this.made.ariaLabel = "Nothing is reconstructed yet";
    this.error.textContent = NO_VALUE;
    this.showAge();
  }

  showAge() {
    const { run, hasNone, problem } = this.network;
    const text = this.shown
      ? weightsText(this.shown, performance.now())
      : problem ?? missingText({ run, isDrawn: this.pad.levels, hasNone });
    if (this.age.textContent !== text) this.age.textContent = text;
  }

  close() {
    cancelAnimationFrame(this.frame);
    clearInterval(this.ticking);
    this.endKeeping();
    this.network.close();
  }
}
