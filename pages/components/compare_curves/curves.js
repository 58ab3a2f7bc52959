// The losses of several runs over one axis, as plain values: those in different units stay apart.
// A run, as the page knows it:
//   id, number, name, colour, symbol
//   epoch        passes over the training images in a step
//   whole, reconstruction   what of its losses is shown: { unit, part, factor }; no part is the whole
//   code_size    how many numbers the PCA has that it is compared with
// and what is known of it by now: its state (run_state.js) and the milliseconds that a step takes.

// A chart is not wide enough to show more points apart.
const MOST = 300;

// [{ unit, lines, pcas }] for each unit among the runs that have a curve by now.
export function chartsOf(runs, known, { axis, quantity }) {
  const charts = new Map();
  for (const run of runs) {
    const line = lineOf(run, known.get(run.id), axis, quantity);
    if (!line) continue;
    const { unit } = run[quantity];
    if (!charts.has(unit)) charts.set(unit, { unit, lines: [], pcas: [] });
    const chart = charts.get(unit);
    chart.lines.push(line);
    addPca(chart.pcas, run, known.get(run.id).state, run[quantity].factor);
  }
  return [...charts.values()];
}

// Null before its first step, and over seconds while its speed is not known.
function lineOf(run, known, axis, quantity) {
  const { part, factor } = run[quantity];
  const stepLength = known && { step: 1, epoch: run.epoch, seconds: known.msPerStep / 1000 }[axis];
  if (!stepLength) return null;
  const { losses, parts, partNames, validations } = known.state;
  const values = part ? parts[partNames.indexOf(part)] : losses;
  if (!values?.length) return null;
  const { ends, means } = thinnedToMeans(values, MOST);
  const validated = part ? [] : withGap(validations); // they do not tell the parts apart
  return {
    run,
    state: known.state.state,
    x: ends.map((end) => end * stepLength),
    y: means.map((mean) => mean * factor),
    validationX: validated.map(([step]) => step === null ? null : step * stepLength),
    validationY: validated.map(([, loss]) => loss),
  };
}

// The untrained network's, before any step, is a dot apart: a line from it would be no curve.
function withGap([first, ...others]) {
  if (!first) return [];
  return first[0] === 0 ? [first, [null, null], ...others] : [first, ...others];
}

// One for each code size: those of equal runs are the same to the eye.
function addPca(pcas, run, { lines }, factor) {
  const line = lines.find(({ kind }) => kind === "pca");
  if (!line || pcas.some(({ size }) => size === run.code_size)) return;
  pcas.push({ size: run.code_size, value: line.value * factor });
}

// Means over at most so many stretches of equal length, each at its last step.
export function thinnedToMeans(values, most) {
  const ends = [], means = [];
  const length = Math.ceil(values.length / most);
  for (let start = 0; start < values.length; start += length) {
    const end = Math.min(start + length, values.length);
    let sum = 0;
    for (let i = start; i < end; i++) sum += values[i];
    ends.push(end);
    means.push(sum / (end - start));
  }
  return { ends, means };
}

// The largest loss that a chart shows, where a run that blew up would flatten all others; else null.
export function ceilingOf(lines) {
  const starts = lines.map(({ y }) => y.find(Number.isFinite)).filter((y) => y > 0);
  const start = Math.max(...starts);
  return lines.some(({ y }) => highest(y) > 100 * start) ? 3 * start : null;
}

export function highest(values) {
  return values.reduce((most, value) => (Number.isFinite(value) && value > most ? value : most), -Infinity);
}

// The least and the largest loss that a chart shows.
export function extentOf({ lines, pcas }, withPca) {
  const values = [
    ...lines.flatMap(({ y, validationY }) => [...y, ...validationY]), ...(withPca ? pcas.map(({ value }) => value) : []),
  ].filter((value) => Number.isFinite(value) && value > 0);
  if (values.length === 0) return [0.1, 1];
  const least = values.reduce((a, b) => Math.min(a, b));
  const largest = ceilingOf(lines) ?? values.reduce((a, b) => Math.max(a, b));
  return [least, largest];
}
