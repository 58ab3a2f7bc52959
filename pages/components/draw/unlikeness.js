// How unlike the test digits the drawing is to the network: its error among theirs.

import { lossText } from "../live_view/texts.js";
import { ErrorStrip } from "./error_strip.js";

const FRAME = `<p class="sentence"></p><div class="strip"></div>
  <p class="note">A small error says that the network can copy it, not that it is a digit: little ink gives little error.</p>`;
const NOTHING = "Draw a digit, or bring something else, and see how unlike the test digits it is to the network.";
// From which share of smaller errors on, what is said.
const MEANINGS = [
  [1, "none of them comes back as badly, so it is unlike what the network has learned."],
  [0.99, "hardly any digit comes back as badly, so it is unlike what the network has learned."],
  [0.9, "few digits come back as badly."],
  [0.5, "it comes back worse than most digits do, but as badly as many."],
  [0, "it comes back better than most digits do."],
];

export class Unlikeness {
  constructor(root, attempt) {
    this.attempt = attempt;
    root.innerHTML = FRAME;
    this.sentence = root.querySelector(".sentence");
    this.strip = new ErrorStrip(root.querySelector(".strip"));
    this.ending = new AbortController();
    attempt.addEventListener("answer", () => this.show(), { signal: this.ending.signal });
    this.show();
  }

  receive({ errors }) {
    this.sorted = errors.toSorted();
    this.strip.receive(this.sorted);
    this.show();
  }

  show() {
    const { sorted, attempt: { levels, error, isAsTrained } } = this;
    this.strip.mark(error);
    if (!levels) this.sentence.textContent = NOTHING;
    else if (sorted && error !== null) this.sentence.textContent = inWords(error, sorted, isAsTrained);
  }

  close() {
    this.ending.abort();
    this.strip.close();
  }
}

// "Its error 0.034 is larger than that of 98.2% of the 10,000 test digits: …"
export function inWords(error, sorted, isAsTrained) {
  const share = shareBelow(error, sorted), count = sorted.length.toLocaleString("en-US");
  const [, meaning] = MEANINGS.find(([least]) => share >= least);
  const than = share === 1 ? `all ${count} test digits` : `${percent(share)} of the ${count} test digits`;
  const spoiled = isAsTrained ? "" : " Theirs are measured with the input as in the training.";
  return `Its error ${lossText(error)} is larger than that of ${than}: ${meaning}${spoiled}`;
}

// Of sorted numbers.
export function shareBelow(number, sorted) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < number) low = middle + 1;
    else high = middle;
  }
  return low / sorted.length;
}

// Never all or none of them by rounding alone.
function percent(share) {
  if (share === 0) return "0%";
  return `${Math.min(99.9, Math.max(0.1, 100 * share)).toFixed(1)}%`;
}
