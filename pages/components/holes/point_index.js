// Points in the plane in square cells, so that the nearest to a place is found by looking at few.

const PER_CELL = 2; // points, on average

export class PointIndex {
  // `points`: n * 2 numbers.
  constructor(points) {
    this.points = points;
    const n = points.length / 2;
    const [low, high] = boundsOf(points);
    this.low = low;
    this.side = Math.max(Math.hypot(high[0] - low[0], high[1] - low[1]) / Math.sqrt(n / PER_CELL), 1e-12);
    this.size = [0, 1].map((axis) => 1 + Math.floor((high[axis] - low[axis]) / this.side));
    this.cells = new Map(); // number of the cell to the indices in it
    for (let i = 0; i < n; i++) {
      const cell = this.numberOf(...this.cellOf(points[2 * i], points[2 * i + 1]));
      if (this.cells.has(cell)) this.cells.get(cell).push(i);
      else this.cells.set(cell, [i]);
    }
  }

  cellOf(x, y) {
    return [Math.floor((x - this.low[0]) / this.side), Math.floor((y - this.low[1]) / this.side)];
  }

  numberOf(column, row) {
    return row * this.size[0] + column;
  }

  // How far the nearest point is from a place within the points' bounds.
  distanceFrom(x, y) {
    const [column, row] = this.cellOf(x, y), most = Math.max(...this.size);
    let least = Infinity;
    // What lies in a ring of cells is at least so far away as all rings within it are wide.
    for (let ring = 0; ring <= most && (ring - 1) * this.side < least; ring++) {
      least = Math.min(least, this.nearestInRing(x, y, { column, row, ring }));
    }
    return least;
  }

  nearestInRing(x, y, { column, row, ring }) {
    let least = Infinity;
    for (let j = -ring; j <= ring; j++) {
      const step = Math.abs(j) === ring ? 1 : Math.max(1, 2 * ring);
      for (let i = -ring; i <= ring; i += step) least = Math.min(least, this.nearestInCell(x, y, column + i, row + j));
    }
    return least;
  }

  nearestInCell(x, y, column, row) {
    if (column < 0 || row < 0 || column >= this.size[0] || row >= this.size[1]) return Infinity;
    let least = Infinity;
    for (const i of this.cells.get(this.numberOf(column, row)) ?? []) {
      least = Math.min(least, Math.hypot(this.points[2 * i] - x, this.points[2 * i + 1] - y));
    }
    return least;
  }
}

// Least and largest along both axes.
export function boundsOf(points) {
  const low = [Infinity, Infinity], high = [-Infinity, -Infinity];
  for (let k = 0; k < points.length; k++) {
    low[k % 2] = Math.min(low[k % 2], points[k]);
    high[k % 2] = Math.max(high[k % 2], points[k]);
  }
  return [low, high];
}
