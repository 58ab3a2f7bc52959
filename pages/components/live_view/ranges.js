// How much of a run a loss chart's axes show. Bounds are round numbers: an axis stays as it is for a
// while and does not move with every point.

import { isActive } from "./run_state.js";

const STEP_BOUNDS = [1, 1.5, 2, 3, 5, 7.5, 10];
const LOSS_BOUNDS = { linear: [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10], log: [1, 2, 5, 10] };
// Fewer steps than these never fill the axis.
const LEAST = 50;
// Of the steps so far this share is the start of training. The axis leaves it out where everything
// else would have less than half of the height.
const START = 0.05, FLATTENED = 0.5;

// The last step on the axis: of the whole run where that is wanted, else a round number past the
// present step, or the last step of a run that has ended.
export function lastShown({ run, state, steps, losses }, isWhole) {
  const isOver = run && state && state !== "paused" && !isActive(state);
  if (isOver && !isWhole) return Math.max(1, losses.length);
  const bound = isWhole ? steps : roundUp(Math.max(LEAST, losses.length), STEP_BOUNDS);
  return Math.max(1, Math.min(steps, bound));
}

// The axis of losses, for Plotly's traces; null where they have nothing that it could show.
//   range    as Plotly takes it: of a logarithmic axis the powers of ten
//   start    what the start of training reaches where it flattens the rest, else null: { value,
//            isAbove }; it is in the range only if `isStartShown`
export function lossRange(traces, steps, axis, isStartShown) {
  const place = axis === "log" ? Math.log10 : Number;
  const start = startOf(steps);
  const points = traces.flatMap(({ x, y, meta }) => x.map((step, i) => (
    { at: y[i] === null ? NaN : place(y[i]), isLater: meta === "baseline" || step > start })));
  const drawn = points.filter(({ at }) => Number.isFinite(at));
  if (drawn.length === 0) return null;
  const all = extent(drawn, axis), rest = extent(drawn.filter(({ isLater }) => isLater), axis);
  const isFlat = rest[1] - rest[0] < FLATTENED * (all[1] - all[0]);
  const isAbove = all[1] - rest[1] > rest[0] - all[0];
  const farthest = isAbove ? all[1] : all[0];
  return {
    range: rounded(isFlat && !isStartShown ? rest : all, axis),
    start: isFlat ? { value: axis === "log" ? 10 ** farthest : farthest, isAbove } : null,
  };
}

// Grows in few strides, as the axis of steps does; at first everything counts.
function startOf(steps) {
  return steps < LEAST ? -1 : START * roundDown(steps, STEP_BOUNDS);
}

// A linear axis holds zero.
function extent(points, axis) {
  let [low, high] = axis === "linear" ? [0, 0] : [Infinity, -Infinity];
  for (const { at } of points) {
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  return [low, high];
}

function rounded([low, high], axis) {
  const bounds = LOSS_BOUNDS[axis];
  if (axis === "linear") return low === high ? [0, 1] : [0 - roundUp(-low, bounds), roundUp(high, bounds)];
  const range = [roundDown(10 ** low, bounds), roundUp(10 ** high, bounds)].map(Math.log10);
  return range[0] === range[1] ? [range[0] - 0.3, range[1] + 0.3] : range;
}

// The next of these bounds, times a power of ten, that is no less; 0 below zero.
function roundUp(value, bounds) {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * bounds.find((bound) => bound * power >= value * (1 - 1e-9));
}

function roundDown(value, bounds) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * bounds.findLast((bound) => bound * power <= value * (1 + 1e-9));
}
