// A walk over stops, frame by frame: what fades in pixels, and what the network makes of codes
// between theirs.

import { legAt, spherical, straight } from "../paths.js";
import { SIDE, toLevels } from "../tiles.js";

const PER_LEG = 30, DIGIT = SIDE * SIDE;
// Frames for which each end stands still, so that it is seen.
export const REST = 10;
export const WAYS = ["In pixels", "In code, straight", "In code, spherical"];

// `stops`: two or more, each with its `code` and its `pixels`, uint8 (784).
export async function makeWalk(engine, stops) {
  const count = (stops.length - 1) * PER_LEG + 1;
  const decoded = [straight, spherical].map(async (way) => {
    const codes = alongAll(stops.map(({ code }) => code), way, count);
    return toLevels(await engine.decodeAll(codes, count));
  });
  const faded = Uint8ClampedArray.from(alongAll(stops.map(({ pixels }) => Float32Array.from(pixels)), straight, count));
  return new Walk(count, [faded, ...(await Promise.all(decoded))]);
}

class Walk {
  constructor(count, ways) {
    this.count = count;
    this.ways = ways; // grey levels, (count * 784) of each
    this.order = thereAndBack(count);
  }

  // One frame of one way, uint8 (784).
  levels(way, frame) {
    return this.ways[way].subarray(frame * DIGIT, (frame + 1) * DIGIT);
  }
}

// The frames as they play: there and back, with a rest at either end.
function thereAndBack(count) {
  const there = Array.from({ length: count }, (_, i) => i), last = count - 1;
  return [...still(0), ...there, ...still(last), ...there.slice(1, -1).toReversed()];
}

function still(frame) {
  return Array.from({ length: REST }, () => frame);
}

// The code of the straight way at a share of the walk.
export function codeAt(stops, share) {
  const { leg, share: rest } = legAt(stops.length, share);
  return straight(stops[leg].code, stops[leg + 1].code, rest);
}

function alongAll(points, way, count) {
  const size = points[0].length, along = new Float32Array(count * size);
  for (let frame = 0; frame < count; frame++) {
    const { leg, share } = legAt(points.length, frame / (count - 1));
    along.set(way(points[leg], points[leg + 1], share), frame * size);
  }
  return along;
}
