// What the numbers of many codes are like.

// Of each number of codes float32 (n * size): mean, spread (standard deviation), least and largest.
export function describeNumbers(codes, size) {
  const n = codes.length / size;
  const mean = new Float64Array(size), variance = new Float64Array(size);
  const least = codes.slice(0, size), largest = codes.slice(0, size);
  for (let k = 0; k < codes.length; k++) mean[k % size] += codes[k] / n;
  for (let k = 0; k < codes.length; k++) {
    const i = k % size, number = codes[k];
    variance[i] += (number - mean[i]) ** 2 / n;
    if (number < least[i]) least[i] = number;
    if (number > largest[i]) largest[i] = number;
  }
  return { mean: Float32Array.from(mean), spread: Float32Array.from(variance, Math.sqrt), least, largest };
}

// The mean of those codes that have these indices, float32 (size).
export function meanCode(codes, size, indices) {
  const sum = new Float64Array(size);
  for (const index of indices) {
    for (let i = 0; i < size; i++) sum[i] += codes[index * size + i];
  }
  return Float32Array.from(sum, (total) => total / indices.length);
}

// The indices of the numbers that spread most, at most so many, in the order of the code.
export function mostVarying(spread, count) {
  const order = Array.from(spread, (_, i) => i).toSorted((a, b) => spread[b] - spread[a] || a - b);
  return order.slice(0, count).toSorted((a, b) => a - b);
}

// A number from the normal distribution around 0 with spread 1 (Box and Muller 1958).
export function drawNormal(random = Math.random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
