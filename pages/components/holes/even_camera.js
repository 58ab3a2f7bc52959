// From where a map of holes is seen: one spread of the codes is as long across as up, so that circles
// are round in a map of any shape.

import { Camera } from "../latent_map/map/camera.js";

export class EvenCamera extends Camera {
  // `halves`: how many spreads half of each axis holds.
  constructor(halves) {
    super(false);
    this.halves = halves;
  }

  scale({ width, height }) {
    const [across, up] = this.halves;
    const spread = (this.zoom / 2) * Math.min(width / across, height / up);
    return [spread * across, spread * up];
  }
}
