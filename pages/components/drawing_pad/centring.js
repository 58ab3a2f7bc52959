// Ink as MNIST has its digits: shrunk with its aspect kept into a box of 20 by 20, grey where a pixel is
// partly covered, and moved by whole pixels so that the centre of its mass is in the middle of 28 by 28.

const SIDE = 28, BOX = 20;
const MIDDLE = 14; // the pixel, counted from 0, in which the centre of mass of all of MNIST's digits lies
const WHITE = 255;

// `levels`: 0 to 255 of each pixel, row by row, `width` a row; with `stride` 4 the red ones of RGBA.
// Gives Float32Array(784) in [0, 1]; null where there is no ink.
export function centre(levels, width, stride = 1) {
  const ink = { levels, width, stride, height: levels.length / stride / width };
  const bounds = boundsOf(ink);
  return bounds && place(shrink(ink, bounds));
}

// The smallest rectangle with all ink in it.
function boundsOf({ levels, width, height, stride }) {
  let left = width, right = -1, top = height, bottom = -1;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += stride) {
      if (levels[at] === 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? null : { left, top, width: right + 1 - left, height: bottom + 1 - top };
}

// Its upper left corner in that of the box. Each pixel is the mean of what it covers.
function shrink({ levels, width, stride }, bounds) {
  const size = Math.max(bounds.width, bounds.height) / BOX; // of a pixel of the box
  const columns = sharesOf(size, bounds.width), rows = sharesOf(size, bounds.height);
  const box = new Float32Array(BOX * BOX);
  for (const { cell: y, at: row, share: height } of rows) {
    const start = (bounds.top + row) * width + bounds.left;
    for (const { cell: x, at: column, share } of columns) {
      box[y * BOX + x] += share * height * levels[stride * (start + column)];
    }
  }
  return box.map((sum) => Math.min(1, sum / (size * size * WHITE)));
}

// Which pixels lie in which cell along one side, and how much of them.
function sharesOf(size, length) {
  const shares = [];
  for (let cell = 0; cell * size < length; cell++) {
    const from = cell * size, to = Math.min(length, (cell + 1) * size);
    for (let at = Math.floor(from); at < to; at++) {
      const share = Math.min(at + 1, to) - Math.max(at, from);
      if (share > 0) shares.push({ cell, at, share });
    }
  }
  return shares.filter(({ cell }) => cell < BOX);
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
  return Math.min(SIDE - length, Math.max(0, Math.round(MIDDLE - middle)));
}
