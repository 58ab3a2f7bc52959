// The page of a run's codes: loads them, the digits that they are of and the network, and gives them
// to the parts.

import { engineOf, releaseEngine } from "../engine/engines.js";
import { mountComponent } from "../shared/mount.js";
import { Digits, loadCodes } from "./data.js";
import { Exploration } from "./exploration.js";
import { AddressPoint } from "./address_point.js";
import { EARLY, LATE } from "./parts.js";
import { Tabs } from "./tabs.js";

const FIRST = 1000; // digits that are waited for
const GONE = 404;

class LatentMap {
  constructor(root) {
    this.root = root;
    this.notice = root.querySelector(".notice");
    this.tabs = new Tabs(root.querySelector(".tabs"), [...root.querySelectorAll("[data-tab]")]);
    this.point = new AddressPoint();
    this.parts = [];
  }

  // Called at every script run; `mountComponent` keeps what is older away.
  update({ data, setTriggerValue }) {
    this.setTriggerValue = setTriggerValue;
    if (this.exploration) this.point.keep(this.exploration.chosen);
    if (data.since === this.data?.since) return;
    this.data = data;
    this.load(data);
  }

  // What is shown stays until the new is here.
  async load(data) {
    this.loading?.abort();
    this.loading = new AbortController();
    const { signal } = this.loading, options = { signal, onWait: (reason) => this.say(reason) };
    this.say(this.exploration ? "" : "Loading the codes …");
    try {
      const digits = new Digits(data.addresses.digits, options);
      const [codes] = await Promise.all([loadCodes(data.addresses.codes, options), digits.load(FIRST)]);
      signal.throwIfAborted();
      this.say("");
      this.show(data, codes, digits);
      await digits.load(codes.count);
      if (!signal.aborted) this.build(LATE);
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
  }

  show(data, codes, digits) {
    const before = this.exploration;
    this.clear();
    this.network = data.network;
    const { addresses } = data;
    this.exploration = new Exploration(codes, digits, engineOf(data.network), addresses);
    Object.assign(this.exploration, { colours: data.colours, terms: data.terms, kept: before?.kept ?? {} });
    this.exploration.addEventListener("chosen", () => this.point.keep(this.exploration.chosen));
    this.chooseFirst(before);
    this.build(EARLY);
    this.root.classList.remove("is-empty");
    this.root.dataset.run = `${codes.run} ${codes.step}`;
  }

  // What was chosen before, or the address asks for.
  chooseFirst(before) {
    const { count } = this.exploration;
    const { index, problem } = this.point.find(count);
    const kept = before && before.chosen < count ? before.chosen : null;
    this.exploration.choose(kept ?? index);
    this.exploration.problem = before ? "" : problem;
  }

  build(kinds) {
    for (const [name, Part] of Object.entries(kinds)) {
      this.parts.push(new Part(this.root.querySelector(`[data-part=${name}]`), this.exploration));
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
    this.notice.hidden = !sentence;
  }

  clear() {
    for (const part of this.parts.splice(0)) part.close();
    if (this.network) releaseEngine(this.network);
    this.network = null;
  }

  close() {
    clearTimeout(this.retry);
    this.loading?.abort();
    this.point.close();
    this.clear();
  }
}

export default mountComponent(LatentMap, ".ae-latent");
