// What of the plane is looked at: { x, y, halfWidth, halfHeight }. It changes only where points would
// be outside, or fill too little of it: numbers on an axis that move all the time can't be read.

const ROOM = 1.2, LEAST = 0.5;
export const ROWS = 10; // of a code of one number: one for each digit

// `aspect`: width by height of the picture. One unit is as long across as up, save where there are rows.
export function gazeAt(points, aspect, before) {
  const { x, y, halfWidth, halfHeight } = extentOf(points);
  const half = Math.max(halfHeight, halfWidth / aspect);
  const fits = before
    && Math.abs(x - before.x) + halfWidth <= before.halfWidth
    && Math.abs(y - before.y) + halfHeight <= before.halfHeight
    && half >= LEAST * before.halfHeight;
  if (fits) return before;
  const room = ROOM * (half || 1);
  return { x, y, halfWidth: room * aspect, halfHeight: room };
}

// Of points in rows: only what is across changes.
export function gazeAlong(points, before) {
  const { x, halfWidth } = extentOf(points);
  const fits = before && Math.abs(x - before.x) + halfWidth <= before.halfWidth && halfWidth >= LEAST * before.halfWidth;
  if (fits) return before;
  return { x, y: (ROWS - 1) / 2, halfWidth: ROOM * (halfWidth || 1), halfHeight: ROWS / 2 };
}

function extentOf(points) {
  const low = [Infinity, Infinity], high = [-Infinity, -Infinity];
  for (let k = 0; k < points.length; k++) {
    low[k % 2] = Math.min(low[k % 2], points[k]);
    high[k % 2] = Math.max(high[k % 2], points[k]);
  }
  return {
    x: (low[0] + high[0]) / 2, y: (low[1] + high[1]) / 2,
    halfWidth: (high[0] - low[0]) / 2, halfHeight: (high[1] - low[1]) / 2,
  };
}
