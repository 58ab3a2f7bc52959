// Digits as small pictures of one size, made when they are first drawn.

const SIDE = 28;

export class Thumbnails {
  // `side` of each, in pixels.
  constructor(count, side) {
    this.side = side;
    this.levels = new Uint8Array(count * side * side);
    this.isMade = new Uint8Array(count);
    this.half = new Float32Array(SIDE * side);
    this.weights = resampling(side);
  }

  // Where the levels of digit i begin; -1 while its pixels are not here.
  startOf(i, pixels) {
    const { side } = this, start = i * side * side;
    if (this.isMade[i]) return start;
    const digit = pixels(i);
    if (!digit) return -1;
    this.shrink(digit, start);
    this.isMade[i] = 1;
    return start;
  }

  // First along the rows, then along the columns.
  shrink(digit, start) {
    const { side, half, levels, weights } = this;
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < side; x++) half[y * side + x] = weighted(digit, y * SIDE, 1, weights[x]);
    }
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) levels[start + y * side + x] = Math.min(255, 1.15 * weighted(half, x, side, weights[y]));
    }
  }
}

function weighted(values, start, step, { first, shares }) {
  let sum = 0;
  for (let k = 0; k < shares.length; k++) sum += shares[k] * values[start + (first + k) * step];
  return sum;
}

// Of each of `side` pixels: which of the digit's it covers, and to which share.
function resampling(side) {
  const width = SIDE / side, reach = Math.max(1, width);
  return Array.from({ length: side }, (_, i) => {
    const middle = (i + 0.5) * width - 0.5;
    const first = Math.max(0, Math.ceil(middle - reach)), last = Math.min(SIDE - 1, Math.floor(middle + reach));
    const raw = Array.from({ length: last - first + 1 }, (_one, k) => Math.max(1e-6, 1 - Math.abs(first + k - middle) / reach));
    const sum = raw.reduce((total, share) => total + share, 0);
    return { first, shares: raw.map((share) => share / sum) };
  });
}
