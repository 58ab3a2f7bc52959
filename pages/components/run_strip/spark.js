// The columns of a sparkline; the server leaves out what is still to come.
const COLUMNS = 48;
// Room above and below, or half of the line would be cut off.
const MARGIN = 6;

// The points of a curve in a square of 100: to the right as far as the run is, and as high as its
// losses reach, in ratios where all are positive. `values` has null where nothing was read.
export function sparkPoints(values) {
  const known = values.flatMap((value, i) => (value === null ? [] : [[i, value]]));
  const isPositive = known.every(([, value]) => value > 0);
  const heights = known.map(([, value]) => (isPositive ? Math.log(value) : value));
  const low = Math.min(...heights);
  const range = Math.max(...heights) - low || 1;
  return known
    .map(([i], k) => {
      const y = 100 - MARGIN - ((100 - 2 * MARGIN) * (heights[k] - low)) / range;
      return `${((100 * i) / (COLUMNS - 1)).toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}
