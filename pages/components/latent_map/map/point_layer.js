// Thousands of dots or digits, painted pixel by pixel: no browser draws so many shapes in a frame.

import { REACH, SHAPES, stampOf } from "./shapes.js";

const OPAQUE = 255;
const INK = 20, EDGE = 0.7; // grey level of what is written in a tile; how dark its edge is

export class PointLayer {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
  }

  // In pixels of the screen. `margin` around it holds what sticks out, so that no pixel is asked
  // whether it is inside.
  resize(width, height, radius, side) {
    this.margin = Math.ceil(Math.max(radius * REACH, side / 2)) + 1;
    this.stride = width + 2 * this.margin;
    Object.assign(this.canvas, { width, height });
    this.image = new ImageData(this.stride, height + 2 * this.margin);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.stamps = SHAPES.map((shape) => stampOf(shape, radius, this.stride));
    this.isInside = (x, y) => x > -this.margin && y > -this.margin && x < width + this.margin && y < height + this.margin;
  }

  clear() {
    this.pixels.fill(0);
  }

  finish() {
    this.context.putImageData(this.image, -this.margin, -this.margin);
  }

  // The points of an order, one over the other. `colouring` has of each point its `colour`, an index
  // into `rgb`, and its `shape`; `opacity(i)` is 0 to 256.
  dots({ x, y }, order, { colour, rgb, shape }, opacity) {
    const { stamps, margin, stride } = this;
    const colours = rgb.map(pack);
    for (const i of order) {
      const column = Math.round(x[i]), row = Math.round(y[i]);
      if (!this.isInside(column, row)) continue;
      this.stamp(stamps[shape ? shape[i] : 0], (row + margin) * stride + column + margin, colours[colour[i]], opacity(i));
    }
  }

  stamp({ offsets, alphas }, at, colour, opacity) {
    const { pixels } = this;
    for (let k = 0; k < offsets.length; k++) {
      const place = at + offsets[k], under = pixels[place], alpha = (alphas[k] * opacity) >> 8;
      pixels[place] = under === 0 ? (alpha << 24) | colour : over(under, colour, alpha);
    }
  }

  // Digits in dark on tiles of their colour. `pixels(i)` is null while a digit is not here.
  tiles({ x, y }, order, { colour, rgb }, opacity, { thumbnails, pixels }) {
    const { side } = thumbnails, { margin, stride } = this;
    const looks = new Map();
    for (const i of order) {
      const column = Math.round(x[i]), row = Math.round(y[i]);
      const start = this.isInside(column, row) ? thumbnails.startOf(i, pixels) : -1;
      if (start < 0) continue;
      const key = colour[i] * 512 + opacity(i);
      if (!looks.has(key)) looks.set(key, tileColours(rgb[colour[i]], opacity(i)));
      const corner = (row + margin - (side >> 1)) * stride + column + margin - (side >> 1);
      this.tile(thumbnails, start, corner, looks.get(key));
    }
  }

  tile({ side, levels }, start, corner, { inside, edge }) {
    const { pixels, stride } = this, last = side - 1;
    for (let y = 0, k = start; y < side; y++) {
      let place = corner + y * stride;
      pixels.fill(edge, place, place + side);
      if (y > 0 && y < last) for (let x = 1; x < last; x++) pixels[++place] = inside[levels[k + x]];
      k += side;
    }
  }
}

// As ImageData has it: alpha, blue, green, red.
function pack([red, green, blue]) {
  return (blue << 16) | (green << 8) | red;
}

// A colour over another, both with their opacity.
function over(under, colour, alpha) {
  const below = under >>> 24, whole = alpha + ((below * (256 - alpha)) >> 8);
  if (whole === 0) return 0;
  const weight = (alpha << 8) / whole; // Math.imul takes its whole part
  const redBlue = under & 0xFF00FF, green = under & 0xFF00;
  const mixedRedBlue = (redBlue + (Math.imul((colour & 0xFF00FF) - redBlue, weight) >> 8)) & 0xFF00FF;
  const mixedGreen = (green + (Math.imul((colour & 0xFF00) - green, weight) >> 8)) & 0xFF00;
  return (whole << 24) | mixedRedBlue | mixedGreen;
}

// The colour of each grey level of a digit, and of the tile's edge.
function tileColours(rgb, opacity) {
  const alpha = (OPAQUE * opacity) >> 8 << 24;
  const inside = Uint32Array.from({ length: 256 }, (_, level) =>
    alpha | pack(rgb.map((channel) => Math.round(channel + ((INK - channel) * level) / OPAQUE))));
  return { inside, edge: alpha | pack(rgb.map((channel) => Math.round(EDGE * channel))) };
}
