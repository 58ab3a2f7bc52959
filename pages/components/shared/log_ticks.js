// Ticks of a logarithmic axis in one size of type: Plotly's own between powers of ten are smaller.

const STRIDES = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 7]];
const MOST = 8;

// Values from the least to the largest, with their words: as many as fit, by the finest strides
// that are not too many.
export function logTicks(least, largest) {
  const ticks = STRIDES.map((stride) => between(stride, least, largest));
  const values = ticks.findLast(({ length }) => length <= MOST) ?? thinnedOut(ticks[0]);
  return { tickvals: values, ticktext: values.map(inWords) };
}

function between(stride, least, largest) {
  const values = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.log10(largest); power++) {
    values.push(...stride.map((digit) => Number(`${digit}e${power}`)));
  }
  return values.filter((value) => value >= least && value <= largest);
}

function thinnedOut(values) {
  const step = Math.ceil(values.length / MOST);
  return values.filter((value, i) => i % step === 0);
}

function inWords(value) {
  return value >= 1e-4 && value < 1e5 ? value.toLocaleString("en-US", { maximumFractionDigits: 6 }) : value.toExponential().replace("+", "");
}
