// Of two pictures of grey levels, 0 to 255: the mean of the squared differences, as if of 0 to 1.
export function meanSquaredError(levels, target) {
  let sum = 0;
  for (let k = 0; k < levels.length; k++) sum += (levels[k] - target[k]) ** 2;
  return sum / levels.length / 255 ** 2;
}
