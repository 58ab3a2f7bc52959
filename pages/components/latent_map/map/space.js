// A map's points in a cube from -1 to 1 along each axis, and how its axes read.

const MARGIN = 0.04; // of an axis, beyond the outermost points
// On a map made for neighbours numbers along the axes mean nothing.
const WITHOUT_TICKS = new Set(["tsne", "umap"]);
const DIGITS = { title: "digit", low: -0.7, high: 9.7, hasTicks: true };

// `map` is what `loadMap` gives, with the `numbers` that were asked for; `labels` spread a code of one
// number out. Gives { count, dimensions, axes, unit }: `unit` float32 (count * 3).
export function makeSpace({ points, dimensions, axes, method, count }, labels) {
  const unit = new Float32Array(count * 3);
  const scales = axes.map((title, axis) => scaleOf(points, dimensions, axis, title, !WITHOUT_TICKS.has(method)));
  for (const [axis, scale] of scales.entries()) {
    for (let i = 0; i < count; i++) unit[3 * i + axis] = toUnit(points[i * dimensions + axis], scale);
  }
  if (dimensions > 1) return { count, dimensions, axes: scales, unit };
  for (let i = 0; i < count; i++) unit[3 * i + 1] = toUnit(labels[i] + scatter(i), DIGITS);
  return { count, dimensions: 2, axes: [...scales, DIGITS], unit };
}

export function toUnit(value, { low, high }) {
  return (2 * (value - low)) / (high - low) - 1;
}

export function fromUnit(share, { low, high }) {
  return low + ((share + 1) / 2) * (high - low);
}

function scaleOf(points, dimensions, axis, title, hasTicks) {
  let least = Infinity, largest = -Infinity;
  for (let k = axis; k < points.length; k += dimensions) {
    least = Math.min(least, points[k]);
    largest = Math.max(largest, points[k]);
  }
  const margin = MARGIN * (largest - least) || Math.max(1, Math.abs(least)) * MARGIN;
  return { title, low: least - margin, high: largest + margin, hasTicks };
}

// Within a label's row each point has a height of its own, the same every time.
function scatter(i) {
  return 0.7 * ((i * 0.618_034) % 1) - 0.35;
}
