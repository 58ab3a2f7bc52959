// One term of an equation of codes: its sign, its digit, and the menu of groups; or the result.

import { drawDigit } from "../../shared/digits.js";

const PIXELS = 784;
const TERM = `<figure><canvas width="28" height="28" role="img"></canvas><figcaption></figcaption></figure>`;
const MENUS = { "": "The mean of", "−": "minus the mean of", "+": "plus the mean of" };

export class Term {
  // Without groups it is the result.
  constructor(sign, groups, key) {
    this.sign = sign;
    this.groups = groups;
    const figure = document.createElement("template");
    figure.innerHTML = TERM;
    this.nodes = [Object.assign(document.createElement("span"), { className: "sign", textContent: sign }), figure.content.firstChild];
    [this.canvas, this.caption] = this.nodes[1].children;
    if (groups) this.addMenu(groups, key);
  }

  addMenu(groups, key) {
    this.menu = document.createElement("select");
    this.menu.append(...groups.map((group) => new Option(group.title, group.key)));
    this.menu.value = groups.some((group) => group.key === key) ? key : groups[0].key;
    this.menu.ariaLabel = MENUS[this.sign];
    this.nodes[1].append(this.menu);
  }

  get group() {
    return this.groups.find(({ key }) => key === this.menu.value);
  }

  show(images, place, equation) {
    drawDigit(this.canvas, place < 0 ? new Float32Array(PIXELS) : images.subarray(place * PIXELS, (place + 1) * PIXELS));
    this.caption.textContent = this.groups ? `mean of ${this.indices.length.toLocaleString("en-US")}` : "decoded";
    this.canvas.ariaLabel = place < 0 ? "Nothing" : `The digit decoded from ${this.groups ? `the mean code of ${this.group.title}` : equation}`;
  }
}
