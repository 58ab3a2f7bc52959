// A chart's legend: a mark and a name for each curve. `terms` tells what a name means.

import { term } from "../shared/terms.js";

// `entries` are from legendEntries. Nothing is touched that is the same.
export function drawLegend(root, entries, terms) {
  const key = JSON.stringify(entries);
  if (key === root.dataset.key) return;
  root.dataset.key = key;
  root.replaceChildren(...entries.map(({ name, color, style }) => {
    const item = document.createElement("span"), mark = document.createElement("i");
    mark.style.borderTop = `2px ${style} ${color}`;
    item.append(mark, term(name, terms[name]));
    return item;
  }));
}

// What the losses count.
export function drawUnit(root, unit, terms) {
  if (unit === root.dataset.unit) return;
  root.dataset.unit = unit;
  root.replaceChildren(term(unit, terms[unit]));
}
