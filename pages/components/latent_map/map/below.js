// What stands below the map: the legend, what is selected, and what the map says of itself.

import { COLOURINGS } from "./colouring.js";
import { explained } from "./explained.js";
import { Legend } from "./legend.js";

const MOST_LABELS = 3; // in the words on a selection
const NOTHING = "Nothing selected: draw a box or a lasso.";
export const FRAME = `
  <div class="below">
    <div class="legend" role="group" aria-label="What the colours mean"></div>
    <p class="selected"><span role="status"></span> <button type="button" hidden>Clear</button></p>
  </div>
  <p class="says"></p>`;

export class Below {
  constructor(root, exploration) {
    this.exploration = exploration;
    this.legend = new Legend(root.querySelector(".legend"), (indices) => exploration.select(indices));
    [this.words, this.clear] = root.querySelector(".selected").children;
    this.clear.addEventListener("click", () => exploration.select([]));
    this.says = root.querySelector(".says");
  }

  showColouring(colouring, kind) {
    this.legend.show(colouring, COLOURINGS[kind]);
  }

  showSelection() {
    const { exploration } = this, hasSome = exploration.selection.length > 0;
    this.clear.hidden = !hasSome;
    this.words.textContent = hasSome ? inWords(exploration) : NOTHING;
  }

  say(sentence) {
    this.says.replaceChildren(...explained(sentence, this.exploration.terms ?? {}));
  }
}

// "43 selected: 23 are 9, 20 are 4"
function inWords({ selection, labels }) {
  const counts = new Map();
  for (const index of selection) counts.set(labels[index], (counts.get(labels[index]) ?? 0) + 1);
  const parts = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, MOST_LABELS).map(([label, count]) => `${count} ${count === 1 ? "is" : "are"} ${label}`);
  const rest = counts.size > MOST_LABELS ? ", …" : "";
  return `${selection.length.toLocaleString("en-US")} selected: ${parts.join(", ")}${rest}`;
}
