// The weights of a run while it trains: asked for as long as somebody looks, for which alone a worker
// keeps them, about once a second.

import { readFile } from "../engine/file.js";

// Milliseconds. How often there is something to decide; how soon after some weights there are no
// others yet; how often to ask in any case, or the worker takes it that nobody looks.
const TURN = 200, PAUSE = 750, ALIVE = 2500;
// So often in vain for the weights of one step: where runs take turns, the next are a while away.
const TRIES = 8;

export class LiveWeights {
  // `address` is that of the weights of any step, whose number follows. `onWeights` gets the file's
  // bytes, and { step, taken }, which says when they were the network's by `performance.now()`.
  constructor(address, onWeights) {
    Object.assign(this, { address, onWeights, step: 0, newest: 0, tries: 0 });
    [this.asked, this.arrived] = [-Infinity, -Infinity];
  }

  // How far the run is.
  note(step) {
    if (step !== this.newest) this.tries = 0;
    this.newest = step;
  }

  start() {
    this.timer ??= setInterval(() => this.turn(), TURN);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  async turn() {
    if (this.isAsking || document.hidden || !this.isDue(performance.now())) return;
    this.isAsking = true;
    this.asked = performance.now();
    this.tries += 1;
    try {
      await this.ask();
    } catch {
      // There is a next time, and how old the last ones are is said meanwhile.
    }
    this.isAsking = false;
  }

  isDue(now) {
    if (now - this.asked > ALIVE) return true;
    return this.newest !== this.step && this.tries < TRIES && now - this.arrived > PAUSE;
  }

  async ask() {
    const answer = await fetch(`${this.address}/${this.step}`);
    if (answer.status !== 200) return;
    const now = performance.now(), sent = Number(answer.headers.get("X-Sent"));
    const bytes = await answer.arrayBuffer(), { header } = readFile(bytes);
    this.arrived = performance.now();
    this.step = header.step;
    if (this.timer) this.onWeights(bytes, { step: header.step, taken: now - 1000 * (sent - header.taken) });
  }
}
