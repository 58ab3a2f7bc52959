// The nearest of many points to one, by all of their numbers.

// Milliseconds of work after which the page gets its turn.
const SLICE = 4;
const EACH_TIME = 64; // points

// To one of them: `points`, any array of n * size numbers, and its index. Gives as `nearestTo`.
export function nearest(points, size, index, count, signal) {
  const own = points.subarray(index * size, (index + 1) * size);
  return nearestTo(own, points, count, { except: index, signal });
}

// Gives [{ index, distance }], nearest first, without the one that is excepted; or null where the
// signal ended it.
export async function nearestTo(own, points, count, { except = -1, signal } = {}) {
  const n = points.length / own.length;
  let found = [], since = performance.now();
  for (let start = 0; start < n; start += EACH_TIME) {
    found = keepNearest(found, points, own, start, Math.min(n, start + EACH_TIME), count, except);
    if (performance.now() - since < SLICE) continue;
    await new Promise((resolve) => { setTimeout(resolve); }); // oxlint-disable-line no-await-in-loop
    if (signal?.aborted) return null;
    since = performance.now();
  }
  return found.map(({ index: other, square }) => ({ index: other, distance: Math.sqrt(square) }));
}

function keepNearest(found, points, own, from, to, count, except) {
  for (let other = from; other < to; other++) {
    if (other === except) continue;
    const bound = found.length < count ? Infinity : found.at(-1).square;
    const square = squareBelow(points, own, other * own.length, bound);
    if (square >= bound) continue;
    const place = found.findIndex((one) => square < one.square);
    found.splice(place < 0 ? found.length : place, 0, { index: other, square });
    if (found.length > count) found.pop();
  }
  return found;
}

// The squared distance, or something not less than the bound.
function squareBelow(points, own, start, bound) {
  let square = 0;
  for (let k = 0; k < own.length; k++) {
    const apart = points[start + k] - own[k];
    square += apart * apart;
    if (square >= bound) break;
  }
  return square;
}
