// The head of a live view: the run's state in words, its numbers, its progress.

import { NO_VALUE, lossText, paceText, stepText } from "./texts.js";

export class Numbers {
  constructor(root) {
    this.root = root;
    this.badge = root.querySelector(".badge");
    this.waiting = root.querySelector(".waiting");
    this.progress = root.querySelector("progress");
  }

  // A server's message; of a run that is not open yet its state alone.
  show(message) {
    const { state, words, wanted, step, steps } = message;
    const isHeld = state === "running" || state === "starting";
    const pending = { pause: "pausing", stop: "stopping" }[wanted];
    this.say(state, message.waiting || message.message);
    this.badge.textContent = (isHeld && pending) || words || state;
    this.write("step", stepText(step, steps));
    this.write("pace", paceText(message.ms_per_step));
    const timeLeft = isHeld && message.time_left ? message.time_left : NO_VALUE;
    this.write("left", state === "finished" ? "done" : timeLeft);
    this.write("train", lossText(message.train));
    this.write("validation", lossText(message.validation));
    this.progress.value = steps ? step / steps : 0;
  }

  say(state, text) {
    this.badge.textContent = state;
    this.badge.dataset.state = state;
    this.explain(text);
  }

  explain(text) {
    this.waiting.textContent = text ?? "";
  }

  write(name, text) {
    const node = this.root.querySelector(`[data-is=${name}]`);
    if (node.textContent !== text) node.textContent = text;
  }
}
