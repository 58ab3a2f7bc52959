// A map that is being made: what is said meanwhile, and the way out.

import { loadMap } from "../maps.js";

const PATIENCE = 300; // milliseconds until a wait is worth a word

export class MapLoading {
  // `root` holds a sentence, a progress bar and the button that calls it off; after that button, which
  // goes with it, `moveFocus` is called.
  constructor(root, exploration, moveFocus) {
    this.exploration = exploration;
    this.root = root;
    [this.words, this.bar, this.button] = ["span", "progress", "button"].map((tag) => root.querySelector(tag));
    this.button.addEventListener("click", () => {
      this.stop();
      moveFocus();
    });
  }

  // The map with its digits; null where it was called off, or another was asked for since. Throws
  // FileError.
  async load(choice, title) {
    this.running?.abort();
    const running = (this.running = new AbortController()), { signal } = running;
    this.say(`Drawing ${title} …`, 0);
    const timer = setTimeout(() => (this.root.hidden = false), PATIENCE);
    const onProgress = ({ share, reason }) => this.say(reason || `Drawing ${title} …`, share);
    try {
      const { addresses, digits } = this.exploration;
      const [map] = await Promise.all([
        loadMap(addresses, { ...choice, signal, onProgress }), digits.load(choice.count),
      ]);
      return signal.aborted ? null : { ...map, numbers: choice.numbers };
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    } finally {
      clearTimeout(timer);
      if (running === this.running) this.root.hidden = true;
    }
  }

  say(words, share) {
    if (this.words.textContent !== words) this.words.textContent = words;
    this.bar.value = share;
  }

  stop() {
    this.running?.abort();
  }
}
