export function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

// A vector, and so many times each of some others, float32.
export function combine(vector, weighted) {
  const sum = Float64Array.from(vector);
  for (const [weight, other] of weighted) {
    for (let i = 0; i < sum.length; i++) sum[i] += weight * other[i];
  }
  return Float32Array.from(sum);
}
