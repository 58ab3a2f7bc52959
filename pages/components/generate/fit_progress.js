// What a worker has done of a fit, over the sheet: nothing moves.

const PATIENCE = 250; // milliseconds: what is kept comes sooner, and nothing flashes

export class FitProgress {
  constructor(root, onCancel) {
    this.root = root;
    root.innerHTML = `<span></span><progress max="1" aria-label="How much is fitted"></progress><button type="button">Cancel</button>`;
    [this.text, this.bar] = root.children;
    root.querySelector("button").addEventListener("click", onCancel);
  }

  start(from) {
    this.end();
    if (from === "prior") return;
    const [, count] = from.split("-");
    this.what = `Fitting ${count ? `${count} Gaussians` : "one Gaussian"} to the codes of the training images …`;
    this.timer = setTimeout(() => { this.root.hidden = false; }, PATIENCE);
    this.show({ share: 0, reason: "" });
  }

  show({ share, reason }) {
    this.text.textContent = reason || this.what;
    this.bar.value = share;
  }

  end() {
    clearTimeout(this.timer);
    this.root.hidden = true;
  }
}
