// Codes as points in a plane, and back: two numbers as they are, more of them by the two directions
// along which they spread most.

import { describeNumbers } from "../latent_map/code_numbers.js";
import { strongestDirections } from "../latent_map/plane/directions.js";
import { combine, dot } from "../latent_map/vectors.js";

export class FlatCodes {
  // Of codes float32 (n * size), size at least 2.
  static async of(codes, size) {
    const directions = await strongestDirections(codes, size);
    const centre = size > 2 ? describeNumbers(codes, size).mean : new Float32Array(size);
    return new FlatCodes(codes, size, centre, directions);
  }

  constructor(codes, size, centre, directions) {
    Object.assign(this, { codes, size, centre, directions });
    this.count = codes.length / size;
    this.points = new Float32Array(2 * this.count);
    for (let i = 0; i < this.count; i++) this.points.set(this.pointOf(codes.subarray(i * size, (i + 1) * size)), 2 * i);
  }

  pointOf(code) {
    const apart = combine(code, [[-1, this.centre]]);
    return this.directions.map(({ direction }) => dot(apart, direction));
  }

  // The code of a point; in every direction that the plane does not have it is the mean.
  codeAt(point) {
    return combine(this.centre, this.directions.map(({ direction }, axis) => [point[axis], direction]));
  }

  // Points in units of the codes' spread along each axis, so that both count alike.
  get scales() {
    return this.directions.map(({ spread }) => (spread > 0 ? spread : 1));
  }

  get axes() {
    const name = this.size > 2 ? "component" : "code number";
    return this.directions.map(({ share }, axis) => `${name} ${axis + 1} (${Math.round(100 * share)}% of the variance)`);
  }
}
