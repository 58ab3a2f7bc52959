// Where points in the plane leave room: the largest circles with no point in them that lie within the
// points' hull and do not overlap.

import { convexHull, depthInside } from "./hull.js";
import { PointIndex, boundsOf } from "./point_index.js";

const FINE = 120; // places a side that are tried
const ROUNDS = 6; // in which each that is found is moved to where there is more room
// Of the points, the farthest from the middle are left out of the hull: what lies alone far outside
// would make a hole of all between.
const OUTLIERS = 0.01;

// `points`: n * 2 numbers. Gives { hull, circles: [{ x, y, radius }] }, the largest first; fewer than
// `count` where there is no room.
export function emptiestPlaces(points, count) {
  const hull = convexHull(innermost(points));
  if (hull.length < 3) return { hull, circles: [] };
  const index = new PointIndex(points);
  const room = (x, y) => {
    const depth = depthInside(hull, x, y);
    return depth <= 0 ? depth : Math.min(depth, index.distanceFrom(x, y));
  };
  const circles = [];
  for (const place of placesInside(hull, room)) {
    if (circles.length === count) break;
    if (overlaps(place, circles)) continue;
    const better = climb(place, room);
    circles.push(overlaps(better, circles) ? place : better);
  }
  return { hull, circles: circles.toSorted((a, b) => b.radius - a.radius) };
}

function innermost(points) {
  const n = points.length / 2, middle = [0, 1].map((axis) => median(points.filter((_, k) => k % 2 === axis)));
  const distances = Array.from({ length: n }, (_, i) => Math.hypot(points[2 * i] - middle[0], points[2 * i + 1] - middle[1]));
  const most = distances.toSorted((a, b) => a - b)[Math.floor((1 - OUTLIERS) * (n - 1))];
  return distances.flatMap((distance, i) => (distance <= most ? [[points[2 * i], points[2 * i + 1]]] : []));
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

// Those with most room first.
function placesInside(hull, room) {
  const [low, high] = boundsOf(hull.flat()), places = [];
  for (let row = 0; row < FINE; row++) {
    for (let column = 0; column < FINE; column++) {
      const [x, y] = [column, row].map((k, axis) => low[axis] + ((k + 0.5) / FINE) * (high[axis] - low[axis]));
      const radius = room(x, y);
      if (radius > 0) places.push({ x, y, radius, step: (high[0] - low[0]) / FINE });
    }
  }
  return places.toSorted((a, b) => b.radius - a.radius);
}

function overlaps({ x, y, radius }, circles) {
  return circles.some((circle) => Math.hypot(x - circle.x, y - circle.y) < radius + circle.radius);
}

// To the best of the eight places around, in ever smaller steps.
function climb({ step, ...from }, room) {
  let best = from;
  for (let round = 0, wide = step / 2; round < ROUNDS; round++, wide /= 2) {
    for (let k = 0; k < 8; k++) {
      const [x, y] = [best.x + wide * Math.cos((k * Math.PI) / 4), best.y + wide * Math.sin((k * Math.PI) / 4)];
      const radius = room(x, y);
      if (radius > best.radius) best = { x, y, radius };
    }
  }
  return best;
}
