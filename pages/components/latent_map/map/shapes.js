// The shapes of dots, as pixels: what colour says of a group its shape says too.

const FINE = 4; // samples a side of a pixel
// Of a dot's radius; all shapes look of one size.
const INSIDE = {
  circle: (x, y) => x * x + y * y <= 1,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= 0.86,
  diamond: (x, y) => Math.abs(x) + Math.abs(y) <= 1.2,
  cross: (x, y) => Math.min(Math.abs(x), Math.abs(y)) <= 0.36 && Math.max(Math.abs(x), Math.abs(y)) <= 1.1,
  x: (x, y) => INSIDE.cross((x + y) * Math.SQRT1_2, (x - y) * Math.SQRT1_2),
};
export const SHAPES = Object.keys(INSIDE);
export const GLYPHS = ["●", "■", "◆", "✚", "✖"];
export const REACH = 1.25; // of the radius, that a shape takes at most

// The pixels of a shape on a picture of `stride` pixels a row: `offsets` from the middle's, and how
// much of each is covered, `alphas`, 0 to 255.
export function stampOf(shape, radius, stride) {
  const offsets = [], alphas = [], reach = Math.ceil(radius * REACH);
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const covered = coverage(INSIDE[shape], x, y, radius);
      if (covered === 0) continue;
      offsets.push(y * stride + x);
      alphas.push(Math.round(255 * covered));
    }
  }
  return { offsets: Int32Array.from(offsets), alphas: Uint8Array.from(alphas) };
}

function coverage(isInside, x, y, radius) {
  let inside = 0;
  for (let i = 0; i < FINE * FINE; i++) {
    const [dx, dy] = [(i % FINE) + 0.5, Math.floor(i / FINE) + 0.5].map((at) => at / FINE - 0.5);
    if (isInside((x + dx) / radius, (y + dy) / radius)) inside++;
  }
  return inside / (FINE * FINE);
}
