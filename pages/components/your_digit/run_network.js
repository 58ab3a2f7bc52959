// The network of a run as it is now: with ever newer weights while the run trains, then with those
// that it has. Loaded only while it is wanted.

import { openEngine } from "../engine/engine.js";
import { loadBytes } from "../engine/file.js";
import { isActive } from "../live_view/run_state.js";
import { LiveWeights } from "./live_weights.js";

const RETRY = 1000; // milliseconds

export class RunNetwork {
  // `onWeights` is called when there are others.
  constructor(onWeights) {
    this.onWeights = onWeights;
    this.run = null;
  }

  // What the page's script says: the run and its state, the address of all networks, and where it does
  // not train the step and the addresses of both parts of its own, null where it has none.
  update({ run, state, models, network }) {
    if (run !== this.run) this.turnTo({ run, state, models });
    this.hasNone = !isActive(state) && !network;
    if (network?.decoder !== this.stored?.decoder) this.isLoaded = false;
    this.stored = network;
    this.goOn();
  }

  turnTo({ run, state, models }) {
    this.close();
    Object.assign(this, { run, state, weights: null, problem: null });
    this.live = run && new LiveWeights(`${models}/${run}/live`, (file, weights) => this.take([file], weights));
  }

  // What the run's feed says.
  receive({ state, step }) {
    this.state = state;
    this.live?.note(step);
    this.goOn();
  }

  want(isWanted) {
    this.isWanted = isWanted;
    this.goOn();
  }

  goOn() {
    const isWanted = this.isWanted && this.run, isTraining = isWanted && isActive(this.state);
    if (isTraining) this.live.start();
    else this.live?.stop();
    if (isWanted && !isTraining && this.stored && !this.isLoaded) this.load(this.stored);
  }

  async load(network) {
    this.isLoaded = true;
    const isLate = () => this.stored?.decoder !== network.decoder;
    try {
      const files = await Promise.all([network.decoder, network.encoder].map(loadBytes));
      if (!isLate()) this.take(files, { step: network.step });
    } catch (error) {
      if (!isLate()) this.fail(error);
    }
  }

  // What is asked from now on is answered with these weights: { step, taken } as `LiveWeights` says.
  take(files, weights) {
    this.engine ??= openEngine();
    this.engine.replace(files).catch((error) => this.fail(error));
    Object.assign(this, { weights, problem: null });
    this.onWeights();
  }

  // What may come yet is tried again; while the run trains there are other weights soon.
  fail({ message, isTemporary }) {
    this.problem = message;
    if (!isTemporary) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.isLoaded = false;
      this.goOn();
    }, RETRY);
  }

  // What the network makes of an image, and of which weights it is.
  async reconstruct(image) {
    const { weights, engine } = this;
    return { weights, image: await engine.reconstruct(image) };
  }

  close() {
    clearTimeout(this.retry);
    this.live?.stop();
    this.engine?.close();
    this.engine = null;
  }
}
