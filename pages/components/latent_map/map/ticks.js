// Round numbers along an axis.

const ROUND = [1, 2, 5, 10];
const MOST_DECIMALS = 5;

// From low to high, in at most so many steps: { value, text } with as many decimals as tell them apart.
export function roundTicks(low, high, most) {
  const rough = (high - low) / most, power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ROUND.find((round) => round * power >= rough * (1 - 1e-9));
  const decimals = Math.min(20, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
    ticks.push({ value: k * step, text: inWords(k * step, decimals) });
  }
  return ticks;
}

function inWords(value, decimals) {
  if (value === 0) return decimals > MOST_DECIMALS ? "0" : (0).toFixed(decimals);
  const isPlain = Math.abs(value) < 1e6 && decimals <= MOST_DECIMALS;
  const text = isPlain ? value.toFixed(decimals) : value.toExponential(1).replace("e+", "e");
  return text.replaceAll("-", "−");
}
