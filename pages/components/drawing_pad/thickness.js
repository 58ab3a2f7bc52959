// Thin lines made as thick as MNIST's: a ballpen's would be grey and gone in 28 by 28.

const WANTED = 10; // pixels of a picture, 2.5 of an image
const MOST = 4; // pixels that are added at each side
const INK = 128;

// `levels`: float32 (side * side), 0 to 255. Gives uint8.
export function thicken(levels, side) {
  const radius = Math.min(MOST, Math.round((WANTED - thicknessOf(levels, side)) / 2));
  return Uint8Array.from(radius > 0 ? spread(levels, side, radius) : levels, Math.round);
}

// Of a long line: twice its area by its outline.
function thicknessOf(levels, side) {
  let area = 0, outline = 0;
  for (let i = 0; i < levels.length; i++) {
    if (levels[i] < INK) continue;
    area++;
    outline += [i - 1, i + 1, i - side, i + side].filter((next) => !(levels[next] >= INK)).length;
  }
  // A slanted outline takes more steps than it is long, on average by this much.
  return (2 * area * (4 / Math.PI)) / (outline || 1);
}

// The largest level within a radius.
function spread(levels, side, radius) {
  const offsets = [];
  for (let y = -radius; y <= radius; y++) {
    for (let x = -radius; x <= radius; x++) if (x * x + y * y <= radius * radius + 1) offsets.push([x, y]);
  }
  return levels.map((_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    let most = 0;
    for (const [dx, dy] of offsets) {
      if (x + dx < 0 || x + dx >= side || y + dy < 0 || y + dy >= side) continue;
      most = Math.max(most, levels[(y + dy) * side + x + dx]);
    }
    return most;
  });
}
