// A canvas of digits, edge to edge.

export const SIDE = 28;

export class Tiles {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.tile = new ImageData(SIDE, SIDE);
    this.grey = new Uint32Array(this.tile.data.buffer);
  }

  // Black, with room for so many.
  clear(columns, rows) {
    [this.canvas.width, this.canvas.height] = [columns * SIDE, rows * SIDE];
    this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  // `levels`: uint8 (784), grey.
  put(levels, column, row) {
    for (let i = 0; i < levels.length; i++) this.grey[i] = 0xFF000000 | (levels[i] * 0x010101);
    this.context.putImageData(this.tile, column * SIDE, row * SIDE);
  }
}

// Grey levels of what leaves a network, which may lie outside of [0, 1].
export function toLevels(values) {
  return Uint8ClampedArray.from(values, (value) => 255 * value);
}
