// Which points are meant by a place, a direction, a shape.

// The point nearest to a place and within `reach` of it; -1 where there is none. Of those at one place
// the last is seen.
export function pointAt({ x, y }, count, at, reach) {
  let found = -1, least = reach * reach;
  for (let i = 0; i < count; i++) {
    const square = (x[i] - at[0]) ** 2 + (y[i] - at[1]) ** 2;
    if (square <= least) [found, least] = [i, square];
  }
  return found;
}

// The next point in a direction, one of [1, 0], [-1, 0], [0, 1] and [0, -1] (down): the nearest of
// those that lie more that way than aside. -1 where there is none.
export function pointTowards({ x, y }, count, from, [toRight, toBottom]) {
  let found = -1, least = Infinity;
  for (let i = 0; i < count; i++) {
    const dx = x[i] - x[from], dy = y[i] - y[from];
    const ahead = dx * toRight + dy * toBottom, aside = Math.abs(dx * toBottom + dy * toRight);
    if (i === from || ahead <= 0 || aside > ahead) continue;
    const far = ahead + 2 * aside;
    if (far < least) [found, least] = [i, far];
  }
  return found;
}

// Those inside a polygon, [[x, y], …], sorted.
export function pointsInside({ x, y }, count, polygon) {
  const inside = [];
  for (let i = 0; i < count; i++) if (isInside(x[i], y[i], polygon)) inside.push(i);
  return inside;
}

// As many crossings to the right as make an odd number.
function isInside(x, y, polygon) {
  let inside = false;
  for (const [k, [endX, endY]] of polygon.entries()) {
    const [startX, startY] = polygon.at(k - 1);
    if (startY > y !== endY > y && x < startX + ((y - startY) / (endY - startY)) * (endX - startX)) inside = !inside;
  }
  return inside;
}
