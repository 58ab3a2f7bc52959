// A drawing, and what a network makes of it. Events: "input" when what goes in has changed, "answer"
// when the network has answered or there is nothing to answer, "rest" once nothing has changed for a
// moment, "problem" when why there is no answer has changed.

import { newestFirst } from "../engine/newest.js";
import { squaredErrors } from "../reconstruction/denoising.js";
import { toFloats } from "../shared/base64.js";
import { spoil } from "./spoiling.js";

const RETRY = 1000, REST = 150; // milliseconds

export class Attempt extends EventTarget {
  // `data`: what the page's component is given.
  constructor(engine, { run, noise, uniform, normal, binarisation }) {
    super();
    Object.assign(this, { engine, run, ownSpoiling: noise, spoiling: noise, problem: "" });
    this.draws = { uniform: toFloats(uniform), normal: toFloats(normal) };
    this.binarisation = binarisation && toFloats(binarisation);
    this.forget();
    // Both files are here by the time that somebody draws.
    engine.reconstruct(new Float32Array(28 * 28)).catch(() => {});
    this.request = newestFirst((question) => this.ask(question), (answer, question) => this.receive(answer, question));
  }

  // A drawing as a pad has it: float32 (784) in [0, 1], null for none.
  show(levels) {
    this.levels = levels;
    this.prepare();
  }

  // { kind, level }, as `spoil` takes it.
  spoil(spoiling) {
    this.spoiling = spoiling;
    this.prepare();
  }

  // Whether what goes in is spoiled as in the training.
  get isAsTrained() {
    const { spoiling: { kind, level }, ownSpoiling: own } = this;
    return kind === own.kind && (kind === "none" || level === own.level);
  }

  prepare() {
    clearTimeout(this.retry);
    clearTimeout(this.resting);
    this.isResting = false;
    if (!this.levels) this.forget();
    const { levels, binarisation } = this;
    // A network that has learned from black and white is asked for that.
    const target = levels && (binarisation ? levels.map((level, i) => Number(binarisation[i] < level)) : levels);
    const input = target && spoil(target, this.spoiling, this.draws);
    Object.assign(this, { target, input });
    this.tell("input");
    if (input) this.request({ input, target }).catch((error) => this.fail(error));
    else {
      this.tell("answer");
      this.rest();
    }
  }

  forget() {
    Object.assign(this, { levels: null, target: null, input: null, code: null, reconstruction: null, error: null });
  }

  async ask({ input }) {
    const code = await this.engine.encode(input);
    return { code, reconstruction: await this.engine.decode(code) };
  }

  // To what was drawn when it was asked, which may be a little less than is drawn now.
  receive({ code, reconstruction }, { input, target }) {
    if (!this.levels) return; // cleared meanwhile
    const [error] = squaredErrors(target, reconstruction);
    Object.assign(this, { code, reconstruction, error });
    this.explain("");
    this.tell("answer");
    if (input === this.input) this.rest();
  }

  rest() {
    this.resting = setTimeout(() => {
      this.isResting = true;
      this.tell("rest");
    }, REST);
  }

  fail({ message, isTemporary }) {
    if (this.isClosed) return;
    this.explain(isTemporary ? `${message} Trying again …` : message);
    clearTimeout(this.retry);
    if (isTemporary) this.retry = setTimeout(() => this.prepare(), RETRY);
  }

  explain(problem) {
    if (problem === this.problem) return;
    this.problem = problem;
    this.tell("problem");
  }

  tell(event) {
    this.dispatchEvent(new Event(event));
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.retry);
    clearTimeout(this.resting);
  }
}
