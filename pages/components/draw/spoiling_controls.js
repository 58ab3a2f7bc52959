// What is done to the drawing before the network sees it, and how much.

const LEVEL = 0.4; // at first, where the training has none
const FRAME = `
  <label>Spoil the input <select></select></label>
  <label class="strength">Strength <input type="range" min="0" max="1" step="0.01"><output></output></label>`;

export class SpoilingControls {
  constructor(root, attempt, { noise_names: names }) {
    this.attempt = attempt;
    root.innerHTML = FRAME;
    [this.kinds, this.strength, this.output] = ["select", "input", "output"].map((tag) => root.querySelector(tag));
    const own = attempt.ownSpoiling.kind;
    for (const [kind, words] of Object.entries(names)) {
      const isOwn = kind === own && kind !== "none";
      this.kinds.append(new Option(isOwn ? `${words}, as in the training` : words, kind));
    }
    this.strength.value = attempt.ownSpoiling.level || LEVEL;
    this.kinds.addEventListener("change", () => this.choose());
    this.strength.addEventListener("input", () => this.choose());
    this.show = () => this.read();
    attempt.addEventListener("input", this.show);
    this.read();
  }

  choose() {
    this.attempt.spoil({ kind: this.kinds.value, level: this.strength.valueAsNumber });
  }

  read() {
    const { kind, level } = this.attempt.spoiling, isOff = kind === "none";
    this.kinds.value = kind;
    if (!isOff) this.strength.value = level;
    this.strength.disabled = isOff;
    this.output.textContent = isOff ? "–" : this.strength.valueAsNumber.toFixed(2);
  }

  close() {
    this.attempt.removeEventListener("input", this.show);
  }
}
