// Numbers in words; a dash for what is not known.

export const NO_VALUE = "–";
const WHOLE = new Intl.NumberFormat("en-US");

export function lossText(value) {
  if (value === null || value === undefined) return NO_VALUE;
  return Math.abs(value) < 0.001 || Math.abs(value) >= 1000 ? value.toExponential(3) : value.toPrecision(4);
}

export function stepText(step, steps) {
  return steps ? `${WHOLE.format(step)} / ${WHOLE.format(steps)}` : NO_VALUE;
}

export function paceText(milliseconds) {
  return milliseconds ? `${milliseconds.toPrecision(3)} ms` : NO_VALUE;
}
