// The head of a live view: the run's state in words, its numbers, its progress.

import { isActive } from "./run_state.js";
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
    this.say(state, message.waiting || message.message, (isHeld && pending) || words || state);
    this.badge.dataset.outcome = message.outcome ?? "";
    this.write("step", stepText(step, steps));
    this.write("pace", paceText(message.ms_per_step));
    const timeLeft = isHeld && message.time_left ? message.time_left : NO_VALUE;
    this.write("left", state === "finished" ? "done" : timeLeft);
    this.write("train", lossText(message.train));
    this.write("validation", lossText(message.validation));
    this.progress.value = steps ? step / steps : 0;
  }

  say(state, text, words = state) {
    this.badge.dataset.state = state;
    write(this.badge, words);
    // How it ended is read out; how long it still waits would be read out again and again.
    this.waiting.ariaLive = isActive(state) ? "off" : "polite";
    this.explain(text);
  }

  explain(text) {
    write(this.waiting, text ?? "");
  }

  write(name, text) {
    write(this.root.querySelector(`[data-is=${name}]`), text);
  }
}

// A screen reader reads a status out each time that it is written, also with the same words.
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
