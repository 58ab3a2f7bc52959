// What is shown beside a pointer that is over the map: the digit that lies there, or on a map of all
// of the code what the network makes of the code there.

import { Preview } from "./preview.js";
import { fromUnit } from "./space.js";

export class Hovering {
  constructor(node, chart, exploration) {
    Object.assign(this, { chart, exploration });
    this.preview = new Preview(node);
    this.decode = exploration.engine.follow((values) => this.preview.draw(values));
  }

  // `index` of the point there, -1 for none; without a place the pointer has left, or drags.
  hover(index, at) {
    const { exploration } = this;
    if (!at) return this.preview.hide();
    if (isWhole(exploration)) return this.decodeAt(at);
    if (index < 0 || !exploration.pixels(index)) this.preview.hide();
    else this.preview.showDigit(exploration, index, at);
  }

  decodeAt(at) {
    const { chart, exploration } = this, code = new Float32Array(exploration.size);
    const plane = chart.camera.planeAt(...chart.toPixels(at), chart.box);
    for (const [axis, number] of exploration.map.numbers.entries()) code[number] = fromUnit(plane[axis], chart.space.axes[axis]);
    exploration.showCode(code, "under the pointer");
    this.preview.showCode([...code].map((number) => number.toFixed(2).replace("-", "−")).join(", "), at);
    this.decode(code).catch(() => this.preview.hide()); // the detail says why
  }
}

function isWhole({ map, size }) {
  return map?.method === "numbers" && map.dimensions === 2 && size === 2;
}
