// The convex hull of points in the plane.

// `points`: [[x, y], …]. Gives its corners against the clock, none of them between two others on a
// line (Andrew 1979).
export function convexHull(points) {
  const sorted = points.toSorted(([ax, ay], [bx, by]) => ax - bx || ay - by);
  const lower = chain(sorted), upper = chain(sorted.toReversed());
  return [...lower.slice(0, -1), ...upper.slice(0, -1)];
}

function chain(sorted) {
  const corners = [];
  for (const point of sorted) {
    while (corners.length > 1 && turn(corners.at(-2), corners.at(-1), point) <= 0) corners.pop();
    corners.push(point);
  }
  return corners;
}

// Above zero where the way from a over b to c turns left.
function turn([ax, ay], [bx, by], [cx, cy]) {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

// How far inside of a hull a point lies: from its nearest edge; below zero outside of it.
export function depthInside(hull, x, y) {
  let least = Infinity;
  for (const [k, [ax, ay]] of hull.entries()) {
    const [bx, by] = hull[(k + 1) % hull.length];
    const length = Math.hypot(bx - ax, by - ay);
    if (length > 0) least = Math.min(least, ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length);
  }
  return hull.length > 2 ? least : -Infinity;
}
