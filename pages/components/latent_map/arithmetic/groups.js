// Groups of test images, whose codes have a mean: those of a label, the selection, the chosen one.

// The groups that there are to choose from: `key`, `title`, and `indices` when it is asked for.
export function groupsOf(exploration) {
  const labels = [...new Set(exploration.labels.subarray(0, exploration.count))].toSorted((a, b) => a - b);
  return [
    ...labels.map((label) => ({ key: `label ${label}`, title: `all ${label}s`, indices: () => withLabel(exploration, label) })),
    { key: "selection", title: "the selection", indices: () => exploration.selection },
    { key: "chosen", title: "the chosen digit", indices: () => (exploration.chosen === null ? [] : [exploration.chosen]) },
  ];
}

function withLabel({ labels, count }, label) {
  const indices = [];
  for (let i = 0; i < count; i++) if (labels[i] === label) indices.push(i);
  return indices;
}
