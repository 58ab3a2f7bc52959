// From where the cube of a map is seen: straight from above in two dimensions, from anywhere in three,
// without perspective. `box` is where it is drawn: { left, top, width, height } in pixels.

const MOST_ZOOM = 400, STEEPEST = Math.PI / 2;
const START = { yaw: 0.6, pitch: 0.4 };
// A cube that is turned is at most so many times as wide and as high as its side.
const WIDEST = Math.SQRT2, HIGHEST = Math.sqrt(3);

export class Camera {
  constructor(isSolid) {
    this.isSolid = isSolid;
    this.reset();
  }

  reset() {
    Object.assign(this, { zoom: 1, centre: [0, 0], ...START });
  }

  // Directions in the cube that point right, up and away on the screen.
  get rows() {
    if (!this.isSolid) return [[1, 0, 0], [0, 1, 0], [0, 0, 0]];
    const [cosYaw, sinYaw] = [Math.cos(this.yaw), Math.sin(this.yaw)];
    const [cosPitch, sinPitch] = [Math.cos(this.pitch), Math.sin(this.pitch)];
    return [
      [cosYaw, sinYaw, 0],
      [-sinYaw * sinPitch, cosYaw * sinPitch, cosPitch],
      [-sinYaw * cosPitch, cosYaw * cosPitch, -sinPitch],
    ];
  }

  // Pixels of one unit, across and up.
  scale({ width, height }) {
    if (!this.isSolid) return [(this.zoom * width) / 2, (this.zoom * height) / 2];
    const pixels = (this.zoom / 2) * Math.min(width / WIDEST, height / HIGHEST);
    return [pixels, pixels];
  }

  // Where points are on the screen: fills `places`, { x, y, depth } of float32.
  project(unit, count, box, places) {
    const [right, up, away] = this.rows, { x, y, depth } = places;
    const [scaleX, scaleY] = this.scale(box), [centreX, centreY] = this.centre;
    const middleX = box.left + box.width / 2, middleY = box.top + box.height / 2;
    for (let i = 0, k = 0; i < count; i++, k += 3) {
      const a = unit[k], b = unit[k + 1], c = unit[k + 2];
      x[i] = middleX + (right[0] * a + right[1] * b + right[2] * c - centreX) * scaleX;
      y[i] = middleY - (up[0] * a + up[1] * b + up[2] * c - centreY) * scaleY;
      depth[i] = away[0] * a + away[1] * b + away[2] * c;
    }
  }

  // One point of the cube, as [x, y].
  place(point, box) {
    const places = { x: new Float32Array(1), y: new Float32Array(1), depth: new Float32Array(1) };
    this.project(point, 1, box, places);
    return [places.x[0], places.y[0]];
  }

  // What a place on the screen is across and up, in units.
  planeAt(x, y, box) {
    const [scaleX, scaleY] = this.scale(box), [centreX, centreY] = this.centre;
    return [
      centreX + (x - box.left - box.width / 2) / scaleX,
      centreY - (y - box.top - box.height / 2) / scaleY,
    ];
  }

  // What is at a place stays there.
  zoomAt(x, y, factor, box) {
    const before = this.planeAt(x, y, box);
    this.zoom = Math.min(MOST_ZOOM, Math.max(1, this.zoom * factor));
    const after = this.planeAt(x, y, box);
    this.moveTo(this.centre.map((at, axis) => at + before[axis] - after[axis]));
  }

  pan(dx, dy, box) {
    const [scaleX, scaleY] = this.scale(box);
    this.moveTo([this.centre[0] - dx / scaleX, this.centre[1] + dy / scaleY]);
  }

  // No further than that some of the cube is seen.
  moveTo(centre) {
    const most = this.isSolid ? 1.5 : 1 - 1 / this.zoom;
    this.centre = centre.map((at) => Math.min(most, Math.max(-most, at)));
  }

  // In radians.
  turn(sideways, upwards) {
    this.yaw += sideways;
    this.pitch = Math.min(STEEPEST, Math.max(-STEEPEST, this.pitch + upwards));
  }
}
