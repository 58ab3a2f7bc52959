// The choice of a noise: its kind, its strength, and the way back to that of the training.

export class NoiseControls {
  // `onChange` gets { kind, level }, or null for what the run was trained with; `onNear` is told
  // that somebody is about to choose.
  constructor(root, { onChange, onNear }) {
    const find = (selector) => root.querySelector(selector);
    this.root = root;
    this.kinds = find("[role=radiogroup]");
    [this.strength, this.output, this.reset] = ["input[type=range]", "output", "button"].map(find);
    this.said = find(".said");
    this.kinds.addEventListener("change", () => onChange(this.noise));
    this.strength.addEventListener("input", () => onChange(this.noise));
    this.reset.addEventListener("click", () => onChange(null));
    for (const event of ["pointerenter", "focusin"]) root.addEventListener(event, onNear, { once: true });
  }

  get noise() {
    const kind = this.kinds.querySelector("input:checked").value;
    return { kind, level: this.strength.valueAsNumber };
  }

  // The kinds as the settings name them: `names` of key to words.
  name(names) {
    if (this.kinds.childElementCount > 0) return;
    this.kinds.append(...Object.entries(names).map(([kind, words]) => {
      const label = document.createElement("label"), input = document.createElement("input");
      Object.assign(input, { type: "radio", name: "ae-noise", value: kind });
      label.append(input, words);
      return label;
    }));
  }

  show({ kind, level }, isOwn) {
    for (const input of this.kinds.querySelectorAll("input")) input.checked = input.value === kind;
    if (this.strength.valueAsNumber !== level) this.strength.value = level;
    this.strength.disabled = kind === "none";
    this.output.textContent = kind === "none" ? "–" : level.toFixed(2);
    this.reset.disabled = isOwn;
  }

  say(sentence) {
    this.said.textContent = sentence;
  }
}
