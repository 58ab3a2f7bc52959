// A plane through codes, measured in spreads: how far the codes themselves spread along it.

import { combine, dot } from "../vectors.js";

export class PlaneFrame {
  // `centre`: a code. `axes`: one or two, as `strongestDirections` finds them.
  constructor(centre, axes) {
    this.centre = centre;
    this.axes = axes;
  }

  // The code so many spreads from the centre along each axis.
  codeAt(place) {
    return combine(this.centre, this.axes.map(({ direction, spread }, i) => [place[i] * spread, direction]));
  }

  // Where a code lies, or what lies straight below it on the plane.
  placeOf(code) {
    const apart = combine(code, [[-1, this.centre]]);
    return this.axes.map(({ direction, spread }) => (spread > 0 ? dot(apart, direction) / spread : 0));
  }

  // Codes of a grid, row by row from the top left, float32 (rows * columns * size): each in the
  // middle of its cell of a square from -reach to reach. Of one axis there is one row.
  row(index, side, reach) {
    const size = this.centre.length, codes = new Float32Array(side * size);
    const y = this.axes.length > 1 ? middle(side - 1 - index, side, reach) : 0;
    for (let column = 0; column < side; column++) {
      codes.set(this.codeAt([middle(column, side, reach), y]), column * size);
    }
    return codes;
  }

  get share() {
    return Math.min(1, this.axes.reduce((sum, { share }) => sum + share, 0));
  }
}

// The middle of cell k of so many between -reach and reach.
export function middle(k, cells, reach) {
  return ((2 * k + 1) / cells - 1) * reach;
}
