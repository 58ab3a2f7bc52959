// The plane as digits, edge to edge: each what the network makes of the code in the middle of its
// cell.

import { SIDE, Tiles, toLevels } from "../tiles.js";

const DIGIT = SIDE * SIDE;

export class Grid {
  constructor(canvas, engine) {
    this.tiles = new Tiles(canvas);
    this.engine = engine;
    this.drawing = 0; // the number of the newest
  }

  // Row by row over what is there. Says whether it was finished, and not overtaken by a newer one.
  async draw(frame, side, reach) {
    const drawing = ++this.drawing, rows = frame.axes.length > 1 ? side : 1;
    this.stretch(side, rows);
    for (let row = 0; row < rows; row++) {
      // In turn, so that what follows the pointer comes between.
      const digits = toLevels(await this.engine.decodeAll(frame.row(row, side, reach), side)); // oxlint-disable-line no-await-in-loop
      if (drawing !== this.drawing) return false;
      for (let k = 0; k < side; k++) this.tiles.put(digits.subarray(k * DIGIT, (k + 1) * DIGIT), k, row);
    }
    return true;
  }

  // The digits that are there stay until the new ones come.
  stretch(columns, rows) {
    const { canvas, context } = this.tiles, [width, height] = [columns * SIDE, rows * SIDE];
    if (canvas.width === width && canvas.height === height) return;
    const before = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
    before.getContext("2d").drawImage(canvas, 0, 0);
    this.tiles.clear(columns, rows);
    context.drawImage(before, 0, 0, width, height);
  }

  close() {
    this.drawing++;
  }
}
