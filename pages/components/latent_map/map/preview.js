// Beside the pointer: the digit that lies there, or what the network makes of the code there.

import { drawDigit } from "../../shared/digits.js";
import { lossText } from "../../live_view/texts.js";

const GAP = 16; // pixels from the pointer

export class Preview {
  constructor(node) {
    this.node = node;
    this.canvas = node.querySelector("canvas");
    this.text = node.querySelector("span");
  }

  showDigit(exploration, index, at) {
    const { labels, errors } = exploration;
    drawDigit(this.canvas, exploration.pixels(index));
    this.text.textContent = `${labels[index]} · image ${index} · error ${lossText(errors[index])}`;
    this.place(at);
  }

  // The digit comes by `draw`.
  showCode(words, at) {
    this.text.textContent = words;
    this.place(at);
  }

  draw(values) {
    drawDigit(this.canvas, values);
  }

  // On the side of the pointer where there is room.
  place([x, y]) {
    this.node.hidden = false;
    const { clientWidth, clientHeight } = this.node.parentElement, { offsetWidth, offsetHeight } = this.node;
    const left = x + GAP + offsetWidth > clientWidth ? x - GAP - offsetWidth : x + GAP;
    const top = Math.min(Math.max(0, y - offsetHeight / 2), clientHeight - offsetHeight);
    this.node.style.translate = `${Math.max(0, left)}px ${top}px`;
  }

  hide() {
    this.node.hidden = true;
  }
}
