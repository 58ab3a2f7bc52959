// Sixteen digits as one picture, four by four, row by row from the top left.

const GRID = 4, SIDE = 28;
const GREYS = Uint8Array.from({ length: 3 * 256 }, (_, i) => Math.floor(i / 3));
export const WIDTH = GRID * SIDE;

// Where pixel k of the digits, one after the other, lies in the picture.
export function placeOf(k) {
  const n = Math.floor(k / (SIDE * SIDE)), pixel = k % (SIDE * SIDE);
  const row = Math.floor(n / GRID) * SIDE + Math.floor(pixel / SIDE);
  return row * WIDTH + (n % GRID) * SIDE + (pixel % SIDE);
}

// RGBA of the picture of grey levels; black where there are none.
export function greyMosaic(levels) {
  return mosaic((k) => (levels ? levels[k] : 0), GREYS);
}

// RGBA of what was reconstructed minus the original. `colours` holds red, green and blue of each
// error from -255, black where it should be white, to 255.
export function errorMosaic(levels, originals, colours) {
  return mosaic((k) => levels[k] - originals[k] + 255, colours);
}

// Pixel k has the colour of that row of a table of red, green and blue.
function mosaic(rowOf, table) {
  const rgba = new Uint8ClampedArray(4 * WIDTH * WIDTH).fill(255);
  for (let k = 0; k < WIDTH * WIDTH; k++) {
    const from = 3 * rowOf(k), to = 4 * placeOf(k);
    rgba[to] = table[from];
    rgba[to + 1] = table[from + 1];
    rgba[to + 2] = table[from + 2];
  }
  return rgba;
}
