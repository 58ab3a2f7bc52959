// In which order points are painted: what is selected over the rest, what is near over what is far.

const LEVELS = 256; // of depth; it lies between -√3 and √3
const FAR = Math.sqrt(3);

// The indices of `count` points, first those to be painted first. Counted and not compared: it is
// made anew in each frame that turns.
export function paintingOrder(count, depth, isSolid, isSelected) {
  const keyOf = (i) => {
    const nearness = isSolid ? Math.min(LEVELS - 1, Math.max(0, ((FAR - depth[i]) / (2 * FAR)) * LEVELS)) : 0;
    return nearness + (isSelected && isSelected[i] ? LEVELS : 0);
  };
  const starts = new Uint32Array(2 * LEVELS + 1), keys = new Uint16Array(count), order = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    keys[i] = keyOf(i); // its whole part
    starts[keys[i] + 1]++;
  }
  for (let key = 1; key <= 2 * LEVELS; key++) starts[key] += starts[key - 1];
  for (let i = 0; i < count; i++) order[starts[keys[i]]++] = i;
  return order;
}
