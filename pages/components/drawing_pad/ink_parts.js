// Which parts of the ink are the digit: no specks, and nothing that leads out of the picture, as the
// edge of a table or of a shadow does, where there is something else.

const SPECK = 0.03; // of the largest part's pixels
const SEEN = 0.08; // of the picture's shorter side: what is as long within the picture is a digit

// `isInk`: 1 for ink, uint8. Gives the same of the parts that are kept.
export function largeParts(isInk, width, height) {
  const parts = partsOf(isInk, width, height);
  const inside = parts.filter(({ leadsOut }) => !leadsOut);
  const isSeen = inside.some(({ length }) => length >= SEEN * Math.min(width, height));
  const chosen = isSeen ? inside : parts;
  const most = Math.max(0, ...chosen.map(({ pixels }) => pixels.length));
  const kept = new Uint8Array(isInk.length);
  for (const { pixels } of chosen) {
    if (pixels.length < SPECK * most) continue;
    for (const i of pixels) kept[i] = 1;
  }
  return kept;
}

// Ink that hangs together, also across corners.
function partsOf(isInk, width, height) {
  const left = Uint8Array.from(isInk), parts = [];
  for (let i = 0; i < left.length; i++) if (left[i]) parts.push(takePart(left, i, width, height));
  return parts;
}

function takePart(left, start, width, height) {
  const pixels = [start];
  let leadsOut = false, minX = width, maxX = 0, minY = height, maxY = 0;
  left[start] = 0;
  for (let done = 0; done < pixels.length; done++) {
    const x = pixels[done] % width, y = Math.floor(pixels[done] / width);
    leadsOut ||= x === 0 || y === 0 || x === width - 1 || y === height - 1;
    [minX, maxX, minY, maxY] = [Math.min(minX, x), Math.max(maxX, x), Math.min(minY, y), Math.max(maxY, y)];
    for (let nextY = Math.max(0, y - 1); nextY <= Math.min(height - 1, y + 1); nextY++) {
      for (let nextX = Math.max(0, x - 1); nextX <= Math.min(width - 1, x + 1); nextX++) {
        const next = nextY * width + nextX;
        if (!left[next]) continue;
        left[next] = 0;
        pixels.push(next);
      }
    }
  }
  return { pixels, leadsOut, length: 1 + Math.max(maxX - minX, maxY - minY) };
}
