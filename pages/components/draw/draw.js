// The page of a digit of one's own: the pad, and the parts that show what a run's network makes of it.

import { Pad } from "../drawing_pad/pad.js";
import { keepDrawing } from "../drawing_pad/kept_drawing.js";
import { engineOf, releaseEngine } from "../engine/engines.js";
import { Digits, loadCodes } from "../latent_map/data.js";
import { mountComponent } from "../shared/mount.js";
import { Attempt } from "./attempt.js";
import { Bringing } from "./bringing.js";
import { PARTS } from "./parts.js";

const GONE = 404;

class Draw {
  constructor(root) {
    this.root = root;
    this.notice = root.querySelector(".notice");
    this.pad = new Pad(root.querySelector(".pad"));
    this.bringing = new Bringing(root.querySelector(".bringing"), root.querySelector(".drawing"), this.pad);
    this.pad.addEventListener("change", () => this.attempt?.show(this.pad.levels));
    this.stopKeeping = keepDrawing(this.pad);
    this.parts = [];
  }

  // Called at every script run; `mountComponent` keeps what is older away.
  update({ data, setTriggerValue }) {
    this.setTriggerValue = setTriggerValue;
    if (data.since === this.data?.since) return;
    this.data = data;
    this.clear();
    this.network = data.network;
    const spoiling = this.attempt?.run === data.run ? this.attempt.spoiling : null;
    this.attempt = new Attempt(engineOf(data.network), data);
    this.attempt.addEventListener("problem", () => this.say(this.attempt.problem));
    for (const [name, Part] of Object.entries(PARTS)) {
      this.parts.push(new Part(this.root.querySelector(`.${name}`), this.attempt, data));
    }
    if (spoiling) this.attempt.spoil(spoiling);
    this.attempt.show(this.pad.levels);
    this.load(data);
  }

  async load(data) {
    this.loading = new AbortController();
    const { signal } = this.loading, options = { signal, onWait: (reason) => this.say(reason) };
    try {
      const digits = new Digits(data.addresses.digits, options);
      const [codes] = await Promise.all([loadCodes(data.addresses.codes, options), digits.load(1)]);
      await digits.load(codes.count);
      signal.throwIfAborted();
      this.say(this.attempt.problem);
      await Promise.all(this.parts.map((part) => part.receive?.(codes, digits)));
      if (!signal.aborted) this.root.dataset.run = `${codes.run} ${codes.step}`;
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
  }

  // A run that still trains may have newer weights by the time that a worker has looked.
  fail(error) {
    const isOutdated = error.status === GONE && !this.data.has_ended;
    this.say(isOutdated ? "The run has newer weights by now …" : error.message);
    if (isOutdated) this.retry = setTimeout(() => this.setTriggerValue("outdated", this.data.step), 1000);
  }

  say(sentence) {
    this.notice.textContent = sentence;
  }

  clear() {
    clearTimeout(this.retry);
    this.loading?.abort();
    for (const part of this.parts.splice(0)) part.close();
    this.attempt?.close();
    if (this.network) releaseEngine(this.network);
    this.network = null;
    delete this.root.dataset.run;
  }

  close() {
    this.stopKeeping();
    this.bringing.close();
    this.clear();
  }
}

export default mountComponent(Draw, ".ae-draw");
