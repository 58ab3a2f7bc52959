// What the reader chose above the curves: `choice` has axis, scale and quantity.

import { keepOptions, readOptions } from "../live_view/options.js";

export class Options {
  // `changed` is called after each choice. `key` is the component's own on its page.
  constructor(root, key, changed) {
    this.root = root;
    this.key = key;
    this.kept = readOptions(key, { axis: "step", scale: "log" });
    for (const set of root.querySelectorAll("fieldset")) this.listen(set, set.dataset.option, changed);
    this.check();
  }

  listen(set, option, changed) {
    for (const radio of set.querySelectorAll("input")) {
      radio.name = `${option} of ${this.key}`; // one of a name is checked in the whole page
      radio.addEventListener("change", () => {
        if (option === "quantity") this.quantity = radio.value; // fits these runs, and no others
        else keepOptions(this.key, Object.assign(this.kept, { [option]: radio.value }));
        changed();
      });
    }
  }

  // A loss with parts can be shown without them.
  offer(defaultQuantity, runs) {
    const ids = runs.map(({ id }) => id).join();
    if (ids !== this.ids) this.quantity = defaultQuantity;
    this.ids = ids;
    const hasParts = runs.some(({ reconstruction }) => reconstruction.part);
    this.root.querySelector("[data-option=quantity]").hidden = !hasParts;
    this.check();
  }

  get choice() {
    return { ...this.kept, quantity: this.quantity };
  }

  check() {
    for (const set of this.root.querySelectorAll("fieldset")) {
      for (const radio of set.querySelectorAll("input")) {
        radio.checked = radio.value === this.choice[set.dataset.option];
      }
    }
  }
}
