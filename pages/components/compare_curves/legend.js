// Which line is whose: a run's with its marker, PCA's with its dash and what it means.

import { term } from "../shared/terms.js";
import { dashOf, PCA_COLOUR, pcaName, titleOf } from "./traces.js";

const MARKS = { circle: "●", square: "■", diamond: "◆", "triangle-up": "▲", x: "✖", star: "★" };

export function legendOf(root, runs, sizes, meaning) {
  const entries = [
    ...runs.map((run) => ({ name: titleOf(run), colour: run.colour, mark: MARKS[run.symbol], style: "solid" })),
    ...sizes.map((size) => ({ name: pcaName(size), colour: PCA_COLOUR, mark: "", style: dashOf(size, sizes).css })),
  ];
  const key = JSON.stringify(entries);
  if (key === root.dataset.entries) return;
  root.dataset.entries = key;
  root.replaceChildren(...entries.map((entry) => entryOf(entry, meaning)));
}

function entryOf({ name, colour, mark, style }, meaning) {
  const entry = document.createElement("span"), line = document.createElement("i");
  line.style.color = colour;
  line.style.borderTop = `2px ${style} currentColor`;
  line.dataset.mark = mark;
  entry.append(line, mark ? name : term(name, meaning));
  return entry;
}
