// A loss at every step: Float32Array, the first step's at 0.

// Points of a curve that are drawn: a chart's width shows no more.
const DRAWN = 300;

// Exponential moving average, corrected for its start, so that it is no slower to begin. What is
// not finite is passed over.
export function smoothed(values, weight) {
  const average = new Float32Array(values.length);
  let sum = 0, norm = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) {
      sum = weight * sum + (1 - weight) * values[i];
      norm = weight * norm + (1 - weight);
    }
    average[i] = sum / norm;
  }
  return average;
}

// Thinned for drawing only: of each bucket its least and its largest value, in their order. The
// last value stays, for the dot that marks where training is lies on it. x counts steps from 1.
export function thinned(values) {
  const x = [], y = [];
  const size = Math.max(1, Math.ceil(values.length / (DRAWN / 2)));
  for (let start = 0; start < values.length; start += size) {
    let low = start, high = start;
    const end = Math.min(values.length, start + size);
    for (let i = start; i < end; i++) {
      if (values[i] < values[low]) low = i;
      if (values[i] > values[high]) high = i;
    }
    for (const i of low === high ? [low] : low < high ? [low, high] : [high, low]) {
      x.push(i + 1);
      y.push(values[i]);
    }
  }
  if (values.length > 0 && x.at(-1) !== values.length) {
    x.push(values.length);
    y.push(values.at(-1));
  }
  return { x, y };
}

// What was known up to a step, and what is new from there on.
export function joined(known, fresh, first) {
  const all = new Float32Array(first + fresh.length);
  all.set(known.subarray(0, first));
  all.set(fresh, first);
  return all;
}
