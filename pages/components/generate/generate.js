// The page that takes new digits out of a network: draws codes, decodes them in the browser, and
// finds the training images that the digits are like.

import { engineOf, releaseEngine } from "../engine/engines.js";
import { newestFirst } from "../engine/newest.js";
import { mountComponent } from "../shared/mount.js";
import { Controls } from "./controls.js";
import { Drift } from "./drift.js";
import { FitProgress } from "./fit_progress.js";
import { drawNumbers, loadFitted, placeCodes, priorOf } from "./sampler.js";
import { Scores } from "./scores.js";
import { Settings } from "./settings.js";
import { COUNT, Sheet } from "./sheet.js";

const NOT_FINITE = "This run's network gives numbers that are not finite: there is nothing to draw. A smaller learning rate usually keeps them in bounds.";

class Generate {
  constructor(root) {
    this.root = root;
    this.says = root.querySelector(".says");
    this.notice = root.querySelector(".notice");
  }

  // Called at every script run; `mountComponent` keeps what is older away.
  update({ data }) {
    if (data.since === this.data?.since) {
      this.settings.write(); // Streamlit has written the address without them
      return;
    }
    this.clear();
    this.data = data;
    this.network = data.network;
    this.engine = engineOf(data.network);
    this.settings = new Settings(data.code);
    this.sheet = new Sheet(this.root.querySelector(".sheet"), data);
    this.controls = new Controls(this.root.querySelector(".controls"), this.settings, data, { onSave: () => this.save(), onDrift: () => this.toggleDrift() });
    this.progress = new FitProgress(this.root.querySelector(".progress"), () => this.giveUp());
    this.follow = newestFirst((codes) => this.engine.decodeAll(codes, COUNT), (images) => this.show(images));
    this.drift = this.makeDrift();
    this.scores = this.makeScores();
    this.settings.addEventListener("from", () => this.takeSampler());
    this.settings.addEventListener("temperature", () => this.draw());
    this.settings.addEventListener("seed", () => this.takeSeed());
    this.settings.write();
    this.takeSampler();
  }

  makeScores() {
    const { data, settings } = this;
    const scores = new Scores(this.root.querySelector("[data-part=scores]"), data);
    const choose = () => scores.choose(settings.from, settings.temperature);
    for (const event of ["from", "temperature"]) settings.addEventListener(event, choose);
    choose();
    return scores;
  }

  // What is shown stays until there is something to draw from.
  async takeSampler() {
    this.fitting?.abort();
    this.fitting = new AbortController();
    const { signal } = this.fitting, { from } = this.settings, { code, addresses } = this.data;
    this.say("");
    try {
      this.progress.start(from);
      const onProgress = (progress) => this.progress.show(progress);
      const sampler = from === "prior"
        ? priorOf(code.size, code.priorSays)
        : await loadFitted(addresses, from, { signal, onProgress });
      if (signal.aborted) return;
      this.progress.end();
      this.sampler = sampler;
      this.says.textContent = sampler.says;
      this.draw();
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
  }

  // Back to what the sheet was drawn from.
  giveUp() {
    if (!this.sampler) return this.fail(new Error("Nothing is drawn yet: choose where codes come from."));
    const [kind, count = this.settings.count] = this.sampler.name.split("-");
    this.settings.change("from", { kind, count: Number(count) });
  }

  makeDrift() {
    return new Drift({
      codesOf: (seed) => this.codesOf(seed),
      show: (codes) => this.decode(codes),
      arrive: (seed) => this.settings.change("seed", { seed }),
      onEnd: () => this.controls.showDrift(false),
    });
  }

  toggleDrift() {
    if (this.drift.isGoing) this.drift.stop();
    else if (this.sampler) this.drift.start(this.settings.seed);
    this.controls.showDrift(this.drift.isGoing);
  }

  takeSeed() {
    if (this.drift.isGoing) this.drift.leave(this.settings.seed);
    this.draw();
  }

  draw() {
    if (this.sampler) this.decode(this.codesOf(this.settings.seed));
  }

  codesOf(seed) {
    const numbers = drawNumbers(seed, COUNT, this.sampler.size);
    return placeCodes(this.sampler, numbers, this.settings.temperature);
  }

  async decode(codes) {
    try {
      await this.follow(codes);
    } catch (error) {
      this.fail(error);
    }
  }

  show(images) {
    if (!images.every(Number.isFinite)) return this.say(NOT_FINITE);
    this.sheet.show(images, this.inWords());
    this.root.classList.remove("is-empty");
    this.root.dataset.shown = `${this.sampler.name} ${this.settings.temperature} ${this.settings.seed}`;
  }

  inWords() {
    const { name } = this.sampler, { temperature } = this.settings;
    const from = name.startsWith("mixture-") ? `a mixture of ${name.split("-")[1]} Gaussians` : SOURCES[name];
    return `drawn from ${from} at temperature ${temperature.toFixed(2)}`;
  }

  save() {
    const { from, temperature, seed } = this.settings;
    const name = `generated-${this.data.run}-${from}-temperature-${temperature}-seed-${seed}.png`;
    this.sheet.save(name).catch((error) => this.say(error.message));
  }

  fail(error) {
    this.progress.end();
    this.say(error.message);
  }

  say(sentence) {
    this.notice.textContent = sentence;
    this.notice.hidden = !sentence;
  }

  clear() {
    this.fitting?.abort();
    this.drift?.close();
    this.scores?.close();
    this.sheet?.close();
    this.settings?.close();
    if (this.network) releaseEngine(this.network);
    Object.assign(this, { network: null, sampler: null });
  }

  close() {
    this.clear();
  }
}

const SOURCES = { prior: "the prior", gaussian: "one Gaussian" };

export default mountComponent(Generate, ".ae-generate");
