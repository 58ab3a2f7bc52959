// Plays frames there and back, and goes to any by a slider. Where the system asks for less motion
// it does not play.

import { REST } from "./frames.js";
import { FRAME } from "./recordings.js";

export class Transport {
  // `show` gets a frame, and whether the user went there by hand.
  constructor(root, show) {
    this.show = show;
    root.innerHTML = `<button type="button" disabled>Play</button><input type="range" disabled min="0" value="0" step="1" aria-label="Place on the walk"><output></output><small hidden>Your system asks for less motion: the slider goes the same way.</small>`;
    [this.button, this.slider, this.output, this.reason] = root.children;
    this.button.addEventListener("click", () => (this.timer ? this.stop() : this.play()));
    this.slider.addEventListener("input", () => this.goTo(this.slider.valueAsNumber));
    this.stillness = matchMedia("(prefers-reduced-motion: reduce)");
    this.heed = () => this.heedStillness();
    this.stillness.addEventListener("change", this.heed);
    this.heed();
  }

  load(walk) {
    const share = this.walk ? this.slider.valueAsNumber / (this.walk.count - 1) : 0;
    this.walk = walk;
    this.slider.max = walk.count - 1;
    this.slider.disabled = false;
    this.heedStillness();
    this.display(Math.round(share * (walk.count - 1)), false);
  }

  goTo(frame) {
    this.stop();
    this.display(frame, true);
  }

  // From where it stands.
  play() {
    this.button.textContent = "Stop";
    let place = this.walk.order.lastIndexOf(this.slider.valueAsNumber, this.walk.count + REST);
    const started = performance.now() - place * FRAME;
    const step = () => {
      const { order } = this.walk, now = Math.floor((performance.now() - started) / FRAME) % order.length;
      if (now !== place) this.display(order[now], false);
      place = now;
      this.timer = requestAnimationFrame(step);
    };
    this.timer = requestAnimationFrame(step);
  }

  stop() {
    cancelAnimationFrame(this.timer);
    this.timer = null;
    this.button.textContent = "Play";
  }

  display(frame, isByHand) {
    this.slider.value = frame;
    const text = `${Math.round((100 * frame) / (this.walk.count - 1))}%`;
    this.output.textContent = text;
    this.slider.ariaValueText = `${text} of the way`;
    this.show(frame, isByHand);
  }

  heedStillness() {
    this.button.disabled = this.stillness.matches || !this.walk;
    this.reason.hidden = !this.stillness.matches;
    if (this.stillness.matches) this.stop();
  }

  close() {
    this.stop();
    this.stillness.removeEventListener("change", this.heed);
  }
}
