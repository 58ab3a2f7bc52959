// Numbers in words; a dash for what is not known.

const WHOLE = new Intl.NumberFormat("en-US");

export function lossText(value) {
  if (value === null || value === undefined) return "–";
  return Math.abs(value) < 0.001 || Math.abs(value) >= 1000 ? value.toExponential(3) : value.toPrecision(4);
}

export function durationText(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

export function stepText(step, steps) {
  return steps ? `${WHOLE.format(step)} / ${WHOLE.format(steps)}` : "–";
}

export function paceText(milliseconds) {
  return milliseconds ? `${milliseconds.toPrecision(3)} ms` : "–";
}
