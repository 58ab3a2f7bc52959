// Where codes are drawn from, how far they spread, and the button that draws new ones.

import { explainTerms } from "../shared/terms.js";
import { Drift } from "./drift.js";
import { FEWEST, HOTTEST, SEEDS } from "./settings.js";

const FRAME = `
  <fieldset class="from"><legend>Where the codes come from</legend>
    <label><input type="radio" value="prior"><span>The prior</span></label>
    <p class="why" hidden></p>
    <label><input type="radio" value="gaussian"><span>One Gaussian</span></label>
    <label><input type="radio" value="mixture"><span>A mixture of Gaussians</span></label>
    <label class="slider count"><span>Gaussians</span><input type="range" min="${FEWEST}" step="1"><output></output></label>
  </fieldset>
  <div class="slider temperature"><span data-term>Temperature</span><input type="range" aria-label="Temperature" min="0" max="${HOTTEST}" step="0.05"><output></output></div>
  <div class="draw">
    <button type="button" class="new">New digits</button>
    <button type="button" class="drift" aria-pressed="false">Drift</button>
    <button type="button" class="save">Save as PNG</button>
    <label class="seed">Seed <input type="number" min="0" max="${SEEDS - 1}" step="1"></label>
  </div>`;

let groups = 0;

export class Controls {
  // `code`: { isVariational, most, whyNoPrior }; `terms`: what words mean. `onSave` is called for a
  // picture, `onDrift` to walk on or to stand still.
  constructor(root, settings, { code, terms }, { onSave, onDrift }) {
    this.settings = settings;
    root.innerHTML = FRAME;
    explainTerms(root, terms);
    const find = (selector) => root.querySelector(selector);
    this.radios = [...root.querySelectorAll("[type=radio]")];
    this.count = find(".count input");
    this.temperature = find(".temperature input");
    this.seed = find(".seed input");
    this.offer(root, code);
    this.drift = find(".drift");
    this.drift.hidden = !Drift.isWanted();
    this.drift.addEventListener("click", onDrift);
    this.listen(root, onSave);
    this.show();
  }

  offer(root, { isVariational, most, whyNoPrior }) {
    const group = `ae-generate-from-${++groups}`, why = root.querySelector(".why");
    for (const radio of this.radios) radio.name = group;
    this.radios[0].disabled = !isVariational;
    why.hidden = isVariational;
    why.textContent = whyNoPrior;
    why.id = `${group}-why`;
    if (!isVariational) this.radios[0].setAttribute("aria-describedby", why.id);
    this.radios[2].disabled = most < FEWEST;
    this.count.max = most;
  }

  listen(root, onSave) {
    const { settings } = this;
    for (const radio of this.radios) {
      radio.addEventListener("change", () => settings.change("from", { kind: radio.value }));
    }
    // While it is dragged only its number changes: each fit costs a worker a second.
    this.count.addEventListener("input", () => this.showCount());
    this.count.addEventListener("change", () =>
      settings.change("from", { kind: "mixture", count: Number(this.count.value) }));
    this.temperature.addEventListener("input", () =>
      settings.change("temperature", { temperature: Number(this.temperature.value) }));
    this.seed.addEventListener("change", () => this.takeSeed());
    root.querySelector(".new").addEventListener("click", () => settings.change("seed", { seed: anotherThan(settings.seed) }));
    root.querySelector(".save").addEventListener("click", onSave);
    for (const event of ["from", "temperature", "seed"]) settings.addEventListener(event, () => this.show());
  }

  takeSeed() {
    const seed = Math.round(Number(this.seed.value));
    this.settings.change("seed", { seed: Math.min(SEEDS - 1, Math.max(0, seed || 0)) });
  }

  show() {
    const { kind, count, temperature, seed } = this.settings;
    for (const radio of this.radios) radio.checked = radio.value === kind;
    this.count.value = count;
    this.showCount();
    this.temperature.value = temperature;
    this.temperature.nextElementSibling.value = temperature.toFixed(2);
    this.seed.value = seed;
  }

  showDrift(isGoing) {
    this.drift.ariaPressed = isGoing;
  }

  showCount() {
    this.count.nextElementSibling.value = this.count.value;
  }
}

function anotherThan(seed) {
  return (seed + 1 + Math.floor((SEEDS - 1) * Math.random())) % SEEDS;
}
