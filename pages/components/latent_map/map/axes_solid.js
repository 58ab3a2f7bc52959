// The three far sides of the cube with their grid, and numbers and titles along its outline.

import { line, shortened, write, writeUpwards } from "./axes_flat.js";
import { fromUnit, toUnit } from "./space.js";
import { roundTicks } from "./ticks.js";

const TICKS = 4, OTHERS = [[1, 2], [0, 2], [0, 1]];

// Around the cube there is room for what is written.
export function solidBox(width, height, em) {
  const [aside, above] = [2.8 * em, 1.2 * em];
  return { left: aside, top: above, width: width - 2 * aside, height: height - 2 * above };
}

export function drawSolidAxes(context, camera, box, { axes }, { theme, em }) {
  const away = camera.rows[2];
  const far = away.map((share) => (share > 0 ? 1 : -1)); // on which side of each axis the far side lies
  Object.assign(context, { strokeStyle: theme.grid, fillStyle: theme.text, lineWidth: Math.max(1, em / 12) });
  const written = [];
  for (const [axis, scale] of axes.entries()) {
    const ticks = ticksOf(scale);
    for (const other of OTHERS[axis]) {
      for (const { at } of [{ at: -1 }, ...ticks, { at: 1 }]) gridLine(context, camera, box, { axis, at, other, far });
    }
    label(context, camera, box, { axis, scale, ticks, far, em, written });
  }
}

function ticksOf(scale) {
  if (!scale.hasTicks) return [-0.5, 0, 0.5].map((at) => ({ at, text: "" }));
  const [low, high] = [-1, 1].map((end) => fromUnit(end, scale));
  return roundTicks(low, high, TICKS).map(({ value, text }) => ({ text, at: toUnit(value, scale) }));
}

// On the far side of the third axis, along `other`, at a place of `axis`.
function gridLine(context, camera, box, { axis, at, other, far }) {
  const third = 3 - axis - other, ends = [-1, 1].map((end) => {
    const point = [0, 0, 0];
    [point[axis], point[other], point[third]] = [at, end, far[third]];
    return camera.place(point, box);
  });
  line(context, ...ends[0], ...ends[1]);
}

// Along that edge of the outline that lies lowest, or for the axis that stands up, leftmost. `written`:
// the numbers of the axes before.
function label(context, camera, box, { axis, scale, ticks, far, em, written }) {
  const [one, two] = OTHERS[axis];
  const edges = [[far[one], -far[two]], [-far[one], far[two]]].map((sides) => (at) => {
    const point = [0, 0, 0];
    [point[axis], point[one], point[two]] = [at, ...sides];
    return camera.place(point, box);
  });
  const [first, second] = edges.map((edge) => edge(0)), isUpright = axis === 2;
  const edge = (isUpright ? first[0] < second[0] : first[1] > second[1]) ? edges[0] : edges[1];
  const centre = camera.place([0, 0, 0], box);
  writeNumbers(context, ticks.map(({ at, text }) => outside(context, text, edge(at), centre, 1.1 * em)), em, written);
  if (Math.hypot(edge(1)[0] - edge(-1)[0], edge(1)[1] - edge(-1)[1]) < 3 * em) return;
  const title = shortened(context, scale.title, 0), distance = (scale.hasTicks ? 3.2 : 1.6) * em;
  if (isUpright) return writeUpwards(context, title, Math.max(0.6 * em, edge(0)[0] - distance), edge(0)[1]);
  const { x, y } = outside(context, title, edge(0), centre, distance);
  write(context, title, x, y, "center");
}

// None of an axis that is seen from its end; else those that cover none of another axis.
function writeNumbers(context, numbers, em, written) {
  if (numbers.some((number, i) => isCovered(number, numbers.slice(0, i), em))) return;
  for (const number of numbers) {
    if (isCovered(number, written, em)) continue;
    write(context, number.text, number.x, number.y, "center");
    written.push(number);
  }
}

function isCovered({ x, y, half }, others, em) {
  return others.some((other) => Math.abs(x - other.x) < half + other.half + 0.2 * em && Math.abs(y - other.y) < em);
}

// Where a text stands: away from the centre, and not beyond the picture. `half` its width.
function outside(context, text, [x, y], [centreX, centreY], distance) {
  const length = Math.hypot(x - centreX, y - centreY) || 1;
  const [toRight, toBottom] = [(x - centreX) / length, (y - centreY) / length];
  const half = context.measureText(text).width / 2, { width, height } = context.canvas;
  const at = [x + toRight * (distance + half * Math.abs(toRight)), y + toBottom * distance];
  return {
    text, half,
    x: Math.min(width - half, Math.max(half, at[0])),
    y: Math.min(height - distance / 3, Math.max(distance / 3, at[1])),
  };
}
