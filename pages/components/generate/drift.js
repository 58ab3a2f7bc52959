// A slow walk through the code: from one sheet straight to that of the next seed, and on. Not where the
// system asks for less motion.

import { SEEDS } from "./settings.js";

const LEG = 4000, HURRY = 6; // milliseconds from sheet to sheet; times as fast to the last one

export class Drift {
  // `codesOf(seed)`: the codes of a sheet; `show(codes)` draws what lies between two; `arrive(seed)` is
  // called at each sheet, `onEnd` after the last.
  constructor({ codesOf, show, arrive, onEnd }) {
    Object.assign(this, { codesOf, show, arrive, onEnd });
    this.frame = null;
  }

  static isWanted() {
    return !matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  get isGoing() {
    return this.frame !== null;
  }

  start(seed) {
    this.speed = 1;
    this.leave(seed);
    this.frame = requestAnimationFrame((now) => this.move(now));
  }

  // At the next sheet.
  stop() {
    this.speed = HURRY;
  }

  // The way goes on from another sheet.
  leave(seed) {
    Object.assign(this, { seed, share: 0, before: null });
  }

  move(now) {
    this.share += this.before === null ? 0 : (this.speed * (now - this.before)) / LEG;
    this.before = now;
    if (this.share < 1) return this.goOn();
    this.leave((this.seed + 1) % SEEDS);
    this.arrive(this.seed);
    if (this.speed === 1) return this.goOn();
    this.frame = null;
    this.onEnd();
  }

  goOn() {
    const [from, to] = [this.codesOf(this.seed), this.codesOf((this.seed + 1) % SEEDS)];
    this.show(from.map((number, i) => number + this.share * (to[i] - number)));
    this.frame = requestAnimationFrame((now) => this.move(now));
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
  }
}
