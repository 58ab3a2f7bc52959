// Numbers in words; a dash for what is not known.

export const NO_VALUE = "–";
const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

// Four significant digits, scientific where it is very small or large, as `ae.formatting.number`.
export function lossText(value) {
  if (!Number.isFinite(value)) return NO_VALUE;
  const [mantissa, exponent] = value.toExponential(3).split("e").map(Number);
  if (exponent < -4 || exponent > 3) return `${mantissa.toFixed(3)}e${exponent}`;
  return exponent === 3 ? WHOLE.format(value) : value.toFixed(3 - exponent);
}

export function stepText(step, steps) {
  return steps ? `${WHOLE.format(step)} / ${WHOLE.format(steps)}` : NO_VALUE;
}

export function paceText(milliseconds) {
  return milliseconds ? `${milliseconds.toPrecision(3)} ms` : NO_VALUE;
}

// What a button says about the start of training, which the axis of losses leaves out or shows.
export function startText({ value, isAbove }, isShown) {
  return isShown
    ? "Leave out the first steps"
    : `${isAbove ? "↑" : "↓"} ${lossText(value)} in the first steps · show`;
}
