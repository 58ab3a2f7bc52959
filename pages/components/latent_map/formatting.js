// Numbers of codes in words, with a true minus and none before what rounds to zero.

const DIGITS = 2;
const LARGE = 10_000; // where decimals say nothing

// "0.53", "−1.20", "1.2e5".
export function fixed(number) {
  const size = Math.abs(number);
  const text = size < LARGE ? size.toFixed(DIGITS) : size.toExponential(1).replace("e+", "e");
  return number < 0 && Number(text) !== 0 ? `−${text}` : text;
}

// "+0.53", "−1.20".
export function signed(number) {
  const text = fixed(number);
  return text.startsWith("−") ? text : `+${text}`;
}
