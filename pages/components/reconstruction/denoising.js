// Digits under a noise that moves, through the network in this browser: the newest question is
// answered next, and one that failed for now is asked again.

import { engineOf, releaseEngine } from "../engine/engines.js";
import { newestFirst } from "../engine/newest.js";
import { corrupt } from "./noise.js";

const RETRY = 1000; // milliseconds

export class Denoising {
  // `onAnswer` gets { inputs, reconstructions, errors } and the question, `onProblem` a FileError.
  constructor({ onAnswer, onProblem }) {
    this.onProblem = onProblem;
    this.request = newestFirst((question) => this.answer(question), onAnswer);
  }

  // A question has `targets`, clean images float32 (n * 784), their `draws`, the `noise` and the
  // `addresses` of the network.
  ask(question) {
    this.newest = question;
    clearTimeout(this.retry);
    this.request(question).catch((error) => this.fail(question, error));
  }

  // Nothing is asked any more.
  stop() {
    clearTimeout(this.retry);
    this.newest = null;
  }

  async answer({ targets, draws, noise, addresses }) {
    const engine = this.engineFor(addresses), n = targets.length / (28 * 28);
    const inputs = corrupt(targets, noise, draws);
    const reconstructions = await engine.decodeAll(await engine.encodeAll(inputs, n), n);
    return { inputs, reconstructions, errors: squaredErrors(targets, reconstructions) };
  }

  // Somebody is about to ask: both files are here by then.
  prepare(addresses) {
    if (!this.addresses) this.engineFor(addresses).encode(new Float32Array(28 * 28)).catch(() => {});
  }

  // One at a time answers, so nothing is on its way in an engine that is left for another.
  engineFor(addresses) {
    if (addresses.decoder !== this.addresses?.decoder) {
      this.close();
      this.addresses = addresses;
      this.engine = engineOf(addresses);
    }
    return this.engine;
  }

  fail(question, error) {
    if (question !== this.newest) return;
    clearTimeout(this.retry);
    if (error.isTemporary) this.retry = setTimeout(() => this.ask(question), RETRY);
    this.onProblem(error);
  }

  close() {
    clearTimeout(this.retry);
    if (this.addresses) releaseEngine(this.addresses);
    this.addresses = null;
  }
}

// Mean over the pixels of each image.
export function squaredErrors(targets, images, pixels = 28 * 28) {
  return Float32Array.from({ length: targets.length / pixels }, (_, i) => {
    let sum = 0;
    for (let k = i * pixels; k < (i + 1) * pixels; k++) sum += (images[k] - targets[k]) ** 2;
    return sum / pixels;
  });
}
