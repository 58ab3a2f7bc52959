// What can be done to a drawing before the network sees it: noise as in training, a hole in the middle,
// a line through it. The more of it, the larger its level, 0 to 1.

import { corrupt } from "../reconstruction/noise.js";

const SIDE = 28, MIDDLE = 14;
const WIDEST = 8; // pixels of the line at level 1
const DAMAGES = { hole: pierce, line: strike };

// `levels`: float32 (784) in [0, 1]; so is what it gives.
export function spoil(levels, { kind, level }, draws) {
  const damage = DAMAGES[kind];
  return damage ? damage(levels, level) : corrupt(levels, { kind, level }, draws);
}

// Black, a square with that share of the side, to the next even number of pixels.
function pierce(levels, level) {
  const reach = Math.round(level * MIDDLE);
  return levels.map((pixel, i) => (Math.max(...fromMiddle(i)) < reach ? 0 : pixel));
}

// White, from the lower left to the upper right, soft at its edges.
function strike(levels, level) {
  const half = (level * WIDEST) / 2;
  return levels.map((pixel, i) => {
    const away = Math.abs((i % SIDE) + Math.floor(i / SIDE) - (SIDE - 1)) / Math.SQRT2;
    const covered = Math.min(1, Math.max(0, half + 0.5 - away));
    return level > 0 ? Math.max(pixel, covered) : pixel;
  });
}

// Of a pixel's middle, across and down.
function fromMiddle(i) {
  return [i % SIDE, Math.floor(i / SIDE)].map((at) => Math.abs(at + 0.5 - MIDDLE));
}
