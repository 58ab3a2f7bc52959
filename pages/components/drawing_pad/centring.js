// Ink as MNIST has its digits: shrunk with its aspect kept into a box of 20 by 20, grey where a pixel is
// partly covered, and moved by whole pixels so that the centre of its mass is in the middle of 28 by 28.

const SIDE = 28, BOX = 20;
const MIDDLE = 14; // the pixel, counted from 0, in which the centre of mass of all of MNIST's digits lies
const WHITE = 255;

// `levels`: 0 to 255 of each pixel, row by row, `width` a row; with `stride` 4 the red ones of RGBA.
// Gives Float32Array(784) in [0, 1]; null where there is no ink.
export function centre(levels, width, stride = 1) {
  const ink = { levels, width, stride }, bounds = boundsOf(ink);
  return bounds && place(shrink(ink, bounds, BOX).map((level) => Math.min(1, level / WHITE)));
}

// The smallest rectangle with all ink in it; null where there is none.
export function boundsOf({ levels, width, stride = 1 }) {
  let left = width, right = -1, top = Infinity, bottom = -1;
  for (let i = 0; i < levels.length / stride; i++) {
    if (levels[i * stride] === 0) continue;
    const x = i % width, y = Math.floor(i / width);
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    bottom = y;
  }
  return right < 0 ? null : { left, top, width: right + 1 - left, height: bottom + 1 - top };
}

// A part of a picture in a box of `side` by `side`, its upper left corner in that of the box: float32,
// each pixel the mean of what it covers.
export function shrink({ levels, width, stride = 1 }, bounds, side) {
  const size = Math.max(bounds.width, bounds.height) / side; // of a pixel of the box
  const columns = sharesOf(size, bounds.width, side), rows = sharesOf(size, bounds.height, side);
  const box = new Float32Array(side * side);
  for (const { cell: y, at: row, share: height } of rows) {
    const start = (bounds.top + row) * width + bounds.left;
    for (const { cell: x, at: column, share } of columns) {
      box[y * side + x] += (share * height * levels[stride * (start + column)]) / (size * size);
    }
  }
  return box;
}

// Which pixels lie in which cell along one side, and how much of them.
function sharesOf(size, length, cells) {
  const shares = [];
  for (let cell = 0; cell < cells; cell++) {
    const from = cell * size, to = Math.min(length, (cell + 1) * size);
    for (let at = Math.floor(from); at < to; at++) {
      const share = Math.min(at + 1, to) - Math.max(at, from);
      if (share > 0) shares.push({ cell, at, share });
    }
  }
  return shares;
}

function place(box) {
  let mass = 0, across = 0, down = 0, columns = 0, rows = 0;
  for (let i = 0; i < box.length; i++) {
    if (box[i] === 0) continue;
    const x = i % BOX, y = Math.floor(i / BOX);
    mass += box[i];
    across += box[i] * x;
    down += box[i] * y;
    [columns, rows] = [Math.max(columns, x + 1), y + 1];
  }
  const left = shiftTo(across / mass, columns), top = shiftTo(down / mass, rows);
  const image = new Float32Array(SIDE * SIDE);
  for (let y = 0; y < rows; y++) {
    image.set(box.subarray(y * BOX, y * BOX + columns), (top + y) * SIDE + left);
  }
  return image;
}

// No further than that all `length` pixels of ink are on the image.
function shiftTo(middle, length) {
  return Math.min(SIDE - length, Math.max(0, Math.ceil(MIDDLE - 0.5 - middle)));
}
