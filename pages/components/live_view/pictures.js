// What the network makes of test digits: sixteen of them, or the codes of five hundred, as the reader
// chooses for this and every later run.

import { toBytes } from "../shared/base64.js";
import { CodeCloud } from "./codes/cloud.js";
import { readFrame } from "./codes/frame.js";
import { Digits } from "./digits.js";
import { keepOptions, readOptions } from "./options.js";
import { isEnded } from "./run_state.js";

const NO_RUN = "No codes yet: they come as the run trains.";
const NONE_KEPT = "This run kept no codes while it trained.";

export class Pictures {
  // `key` is the view's own on its page; the rest is of the component's data.
  constructor(root, { key, error_colours: errorColours, cloud: { labels, colours, pca } }) {
    this.root = root;
    this.key = `${key}.pictures`;
    this.digits = new Digits(root.querySelector(".canvases"), toBytes(errorColours));
    this.cloud = new CodeCloud(root.querySelector(".cloud"), { labels: toBytes(labels), colours, pca });
    this.radios = [...root.querySelectorAll(".switch input")];
    for (const radio of this.radios) {
      radio.name = `ae-${this.key}`;
      radio.addEventListener("change", () => this.choose(radio.value));
    }
    // Who was faster than this module has chosen already.
    const early = this.radios.find((radio) => radio.checked && !radio.defaultChecked);
    this.choose(early?.value ?? readOptions(this.key, { shown: "digits" }).shown);
  }

  choose(shown) {
    this.hasCodes = shown === "codes";
    for (const radio of this.radios) radio.checked = radio.value === (this.hasCodes ? "codes" : "digits");
    this.root.classList.toggle("with-codes", this.hasCodes);
    keepOptions(this.key, { shown });
    this.showCodes();
  }

  // What the page knows, and knew before.
  update(data, before) {
    if (data.originals !== before.originals) this.digits.showOriginals(toBytes(data.originals));
    if (data.inputs !== before.inputs) this.digits.showInputs(data.inputs && toBytes(data.inputs));
  }

  // Another run, or none.
  restart() {
    this.digits.showReconstructions(null);
    this.codes = null;
    this.cloud.clear(NO_RUN);
  }

  receive({ images, codes, state }) {
    if (images) this.digits.showReconstructions(toBytes(images));
    if (codes) {
      this.codes = codes;
      this.showCodes();
    } else if (!this.codes && isEnded(state)) this.cloud.clear(NONE_KEPT);
  }

  // Not read before somebody looks.
  showCodes() {
    if (this.hasCodes && this.codes) this.cloud.show(readFrame(this.codes));
  }

  close() {
    this.cloud.close();
  }
}
