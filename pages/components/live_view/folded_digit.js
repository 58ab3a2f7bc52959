// The place of a digit of one's own, folded shut where a window has no room for it: its modules are
// read when it is first unfolded.

import { keepOptions, readOptions } from "./options.js";

const ROOMY = 82; // rem of a window's height that hold it with chart and digits as large as ever

export class FoldedDigit {
  // `details` is the place; whether it is open is kept in this browser under `key`.
  constructor(details, key) {
    this.details = details;
    this.key = `${key} your digit`;
    // It may have been unfolded before this module was here.
    if (details.open) keepOptions(this.key, { isOpen: true });
    details.open = readOptions(this.key, { isOpen: hasRoom() }).isOpen;
    details.addEventListener("toggle", () => this.turn());
    details.querySelector("summary").addEventListener("click", () =>
      keepOptions(this.key, { isOpen: !details.open }));
    this.turn();
  }

  turn() {
    if (this.details.open) this.load();
    this.digit?.show(this.details.open);
  }

  load() {
    this.loading ??= this.begin().catch(() => { this.loading = undefined; });
  }

  async begin() {
    const { YourDigit } = await import("../your_digit/your_digit.js");
    if (this.isClosed) return;
    this.digit = new YourDigit(this.details.querySelector(".drawing"));
    this.digit.update(this.data);
    if (this.state) this.digit.receive(this.state);
    this.digit.show(this.details.open);
  }

  // What the page's script says.
  update({ run, state, models, network }) {
    if (run !== this.data?.run) this.state = null;
    this.data = { run, state, models, network };
    this.digit?.update(this.data);
  }

  // What the run's feed says.
  receive({ state, step }) {
    this.state = { state, step };
    this.digit?.receive(this.state);
  }

  close() {
    this.isClosed = true;
    this.digit?.close();
  }
}

function hasRoom() {
  const rem = Number(getComputedStyle(document.documentElement).fontSize.replace("px", ""));
  return innerWidth > 640 && innerHeight >= ROOMY * rem;
}
