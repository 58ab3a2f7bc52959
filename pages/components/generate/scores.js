// How good generated digits are: a press has a worker score 10,000 of them; what is scored is kept.

import { FileError } from "../engine/file.js";
import { waitUntilMade } from "../shared/long_work.js";
import { ScoreTable } from "./score_table.js";
import { besidePublished, samplerName, scoreName } from "./score_words.js";

const FRAME = `
  <h2>How good are they?</h2>
  <p>No figure says it alone: one perfect digit over and over is accepted every time, and training
  images given back have the least distance.</p>
  <div class="ask">
    <button type="button" class="score"></button>
    <span class="work" role="status" hidden>
      <span></span><progress max="1" aria-label="How much is scored"></progress>
      <button type="button">Cancel</button>
    </span>
  </div>
  <p class="problem" role="alert" hidden></p>
  <div class="table" tabindex="0" role="region" aria-label="Scores of what was drawn" hidden></div>
  <p class="published"></p>`;

export class Scores {
  // `addresses`: { progress, scores } of a run's weights; `terms`: what the words in it mean;
  // `code`: { isVariational }.
  constructor(root, { addresses, terms, code }) {
    Object.assign(this, { addresses, isVariational: code.isVariational, scored: [] });
    root.innerHTML = FRAME;
    const find = (selector) => root.querySelector(selector);
    this.button = find(".score");
    this.work = find(".work");
    [this.text, this.bar] = this.work.children;
    this.problem = find(".problem");
    this.published = find(".published");
    this.table = new ScoreTable(find(".table"), terms);
    this.closing = new AbortController();
    this.button.addEventListener("click", () => this.score());
    find(".work button").addEventListener("click", () => this.scoring?.abort());
    this.load().catch((error) => this.fail(error));
  }

  // What the button scores: a sampler as its file is called, and a temperature.
  choose(sampler, temperature) {
    this.chosen = { sampler, temperature };
    this.label();
  }

  label() {
    if (!this.chosen) return;
    const { sampler, temperature } = this.chosen;
    const isKept = this.scored.some((one) => one.sampler === sampler && one.temperature === temperature);
    const whose = `${samplerName(sampler)} at temperature ${temperature.toFixed(2)}`;
    this.button.textContent = isKept ? `Scored: ${whose}` : `Score 10,000 samples of ${whose}`;
    this.button.disabled = isKept || Boolean(this.scoring);
  }

  async score() {
    const { sampler, temperature } = this.chosen;
    const { signal } = (this.scoring = new AbortController());
    this.fail(null);
    this.report({ share: 0, reason: "" });
    this.label();
    try {
      const address = `${this.addresses.progress}/${scoreName(sampler, temperature)}`;
      await waitUntilMade(address, { signal, onProgress: (progress) => this.report(progress) });
      await this.load();
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
    this.scoring = null;
    this.work.hidden = true;
    this.label();
  }

  report({ share, reason }) {
    this.work.hidden = false;
    this.text.textContent = reason || "A worker draws, reads and compares them …";
    this.bar.value = share;
  }

  async load() {
    const { signal } = this.closing;
    try {
      const answer = await fetch(this.addresses.scores, { signal });
      if (!answer.ok) throw new FileError(await answer.text());
      this.show(await answer.json());
    } catch (error) {
      if (!signal.aborted) throw error instanceof FileError ? error : new FileError("The server does not answer.");
    }
  }

  show(scored) {
    this.scored = scored;
    this.table.show(scored);
    this.published.textContent = besidePublished(scored, this.isVariational);
    this.label();
  }

  fail(error) {
    this.problem.textContent = error?.message ?? "";
    this.problem.hidden = !error;
  }

  close() {
    this.scoring?.abort();
    this.closing.abort();
  }
}
