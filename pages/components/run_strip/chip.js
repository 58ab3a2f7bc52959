// One run of the strip: a link with its name, its state, its step and its curve as a spark line.

import { stepText } from "../live_view/texts.js";
import { sparkPoints } from "./spark.js";

const BODY = `
  <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><polyline></polyline></svg>
  <span class="words"><b></b><span class="progress"><span class="state"></span> <span class="step"></span></span></span>`;

export class Chip {
  // `onOpen`: what a plain click does instead of following the link.
  constructor(address, onOpen) {
    this.node = document.createElement("li");
    this.link = document.createElement("a");
    this.node.append(this.link);
    this.link.href = address;
    this.link.innerHTML = BODY;
    this.link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      onOpen();
    });
  }

  // The run as the server or the page told it; a page knows of no curve.
  show({ name, words, is_ended: isEnded, state, step, steps, spark }) {
    this.isEnded = isEnded;
    this.link.dataset.state = state;
    this.link.title = name;
    this.say("b", name);
    this.say(".state", words);
    this.say(".step", stepText(step, steps));
    if (spark.length > 0) this.link.querySelector("polyline").setAttribute("points", sparkPoints(spark));
  }

  say(part, text) {
    const node = this.link.querySelector(part);
    if (node.textContent !== text) node.textContent = text;
  }
}
