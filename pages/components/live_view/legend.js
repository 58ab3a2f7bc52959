// A chart's legend: a mark and a name for each curve.

// `entries` are from legendEntries. Nothing is touched that is the same.
export function drawLegend(root, entries) {
  const key = JSON.stringify(entries);
  if (key === root.dataset.key) return;
  root.dataset.key = key;
  root.replaceChildren(...entries.map(({ name, color, style }) => {
    const item = document.createElement("span"), mark = document.createElement("i");
    mark.style.borderTop = `2px ${style} ${color}`;
    item.append(mark, name);
    return item;
  }));
}
