// The ink of a photographed digit: what differs from the paper, however bright the light on it, without
// specks and without what leads out of the picture, as thick as MNIST's strokes are.

import { PICTURE } from "./brush.js";
import { boundsOf, shrink } from "./centring.js";
import { largeParts } from "./ink_parts.js";
import { thicken } from "./thickness.js";

const BLOCKS = 8; // a side, in each of which the paper's brightness is looked for
const PAPER = 0.9; // of a block's pixels are at most as bright as its paper
const LEAST_CONTRAST = 0.12; // between ink and paper, of the paper's brightness
const BOX = 80; // of the 112 pixels of a picture: 20 of the 28 of an image

// `data`: RGBA. Gives grey levels, uint8 (112 * 112); null where nothing stands out.
export function findInk({ data, width, height }) {
  const bright = onBrightPaper(luminance(data), width);
  const even = evenlyLit(bright, width, height);
  const { threshold, contrast } = otsu(even);
  if (contrast < LEAST_CONTRAST) return null;
  const isInk = Uint8Array.from(even, (level) => Number(level < threshold));
  const kept = largeParts(isInk, width, height);
  // Soft at the edges, as wide as the contrast is small.
  const levels = even.map((level, i) => (kept[i] ? 255 * Math.min(1, 0.5 + (2 * (threshold - level)) / contrast) : 0));
  const bounds = boundsOf({ levels, width });
  return bounds && thicken(inTheMiddle(shrink({ levels, width }, bounds, BOX), bounds), PICTURE);
}

// 0 to 1, as an eye sees it.
function luminance(data) {
  const levels = new Float32Array(data.length / 4);
  for (let i = 0, k = 0; i < levels.length; i++, k += 4) {
    levels[i] = (0.299 * data[k] + 0.587 * data[k + 1] + 0.114 * data[k + 2]) / 255;
  }
  return levels;
}

// Turned round where most of the edge is dark: a blackboard, or a digit of MNIST.
function onBrightPaper(levels, width) {
  const { threshold } = otsu(levels), height = levels.length / width;
  let bright = 0, all = 0;
  const look = (i) => {
    all++;
    if (levels[i] >= threshold) bright++;
  };
  for (let x = 0; x < width; x++) for (const y of [0, height - 1]) look(y * width + x);
  for (let y = 0; y < height; y++) for (const x of [0, width - 1]) look(y * width + x);
  return bright >= all / 2 ? levels : levels.map((level) => 1 - level);
}

// Each pixel as a share of its paper's brightness, in a shadow or out of it.
function evenlyLit(levels, width, height) {
  const paper = brightest(paperOfBlocks(levels, width, height));
  return levels.map((level, i) => {
    const here = between(paper, (i % width) / width, Math.floor(i / width) / height);
    return Math.min(1, level / Math.max(here, 1 / 255));
  });
}

function paperOfBlocks(levels, width, height) {
  const edges = (length) => Array.from({ length: BLOCKS + 1 }, (_, k) => Math.floor((k * length) / BLOCKS));
  const [across, down] = [edges(width), edges(height)];
  return Float32Array.from({ length: BLOCKS ** 2 }, (_, block) => {
    const [column, row] = [block % BLOCKS, Math.floor(block / BLOCKS)], seen = [];
    for (let y = down[row]; y < Math.max(down[row + 1], down[row] + 1); y++) {
      for (let x = across[column]; x < Math.max(across[column + 1], across[column] + 1); x++) seen.push(levels[y * width + x]);
    }
    return Float32Array.from(seen).toSorted()[Math.floor(PAPER * (seen.length - 1))];
  });
}

// A block that is full of ink has its neighbours' paper.
function brightest(blocks) {
  return blocks.map((_, block) => {
    const [column, row] = [block % BLOCKS, Math.floor(block / BLOCKS)];
    let most = 0;
    for (let y = Math.max(0, row - 1); y <= Math.min(BLOCKS - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(BLOCKS - 1, column + 1); x++) most = Math.max(most, blocks[y * BLOCKS + x]);
    }
    return most;
  });
}

// At a share of the width and the height, between the middles of blocks.
function between(blocks, across, down) {
  const [x, y] = [across, down].map((share) => Math.min(BLOCKS - 1, Math.max(0, share * BLOCKS - 0.5)));
  const left = Math.min(BLOCKS - 2, Math.floor(x)), top = Math.min(BLOCKS - 2, Math.floor(y));
  const row = (at) => blocks[at] + (x - left) * (blocks[at + 1] - blocks[at]);
  const [above, below] = [row(top * BLOCKS + left), row((top + 1) * BLOCKS + left)];
  return above + (y - top) * (below - above);
}

// Otsu (1979), "A threshold selection method from gray-level histograms": that which parts levels into
// two groups with the least variance within each: the middle between the groups' means, which are
// `contrast` apart.
export function otsu(levels) {
  const counts = new Float64Array(256);
  let total = 0;
  for (const level of levels) {
    const bin = Math.min(255, Math.floor(256 * level));
    counts[bin]++;
    total += bin;
  }
  let best = { variance: -1, threshold: 0, contrast: 0 }, below = 0, sum = 0;
  for (let bin = 0; bin < 255; bin++) {
    below += counts[bin];
    sum += bin * counts[bin];
    if (below === 0 || below === levels.length) continue;
    const dark = sum / below, bright = (total - sum) / (levels.length - below);
    const variance = below * (levels.length - below) * (bright - dark) ** 2;
    if (variance > best.variance) best = { variance, threshold: (dark + bright + 1) / 512, contrast: (bright - dark) / 255 };
  }
  return best;
}

function inTheMiddle(box, { width, height }) {
  const scale = BOX / Math.max(width, height), picture = new Float32Array(PICTURE ** 2);
  const [left, top] = [width, height].map((side) => Math.floor((PICTURE - Math.ceil(side * scale)) / 2));
  for (let y = 0; y < BOX; y++) {
    for (let x = 0; x < BOX; x++) {
      if (box[y * BOX + x] > 0) picture[(top + y) * PICTURE + left + x] = box[y * BOX + x];
    }
  }
  return picture;
}
