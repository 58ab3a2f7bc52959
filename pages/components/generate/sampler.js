// Codes that no image has: drawn from a mixture of Gaussians over codes, as `ae/latent/sampling.py`
// has them.

import { loadPatiently } from "../latent_map/patience.js";
import { drawNormal } from "../latent_map/code_numbers.js";
import { waitUntilMade } from "../shared/long_work.js";

// A sampler has
//   name      "prior", "gaussian", "mixture-10"
//   says      in a sentence where its codes come from
//   size      numbers of a code
//   weights   Float32Array(k), the share of each Gaussian
//   means     Float32Array(k * size)
//   factors   Float32Array(k * size * size), lower triangles; null where all are 1 on the diagonal

// The standard normal, to which training held a variational code.
export function priorOf(size, says) {
  return { name: "prior", says, size, weights: Float32Array.of(1), means: new Float32Array(size), factors: null };
}

// One that a worker fits to the codes of a run, and that is kept with it. Of the addresses `progress`
// and `result` are used; the rest is as for `waitUntilMade`. Throws FileError.
export async function loadFitted(addresses, name, { signal, onProgress }) {
  await waitUntilMade(`${addresses.progress}/${name}`, { signal, onProgress });
  const onWait = (reason) => onProgress?.({ share: 1, reason });
  const { header, data } = await loadPatiently(`${addresses.result}/${name}`, { signal, onWait });
  signal?.throwIfAborted();
  const [weights, means, factors] = ["weights", "means", "factors"].map(data);
  return { name, says: header.says, size: means.length / weights.length, weights, means, factors };
}

// Random numbers for n codes: `chances`, which Gaussian each comes from, and `normals` (n * size). The
// same seed gives the same numbers.
export function drawNumbers(seed, n, size) {
  const random = seededRandom(seed);
  const chances = Float64Array.from({ length: n }, random);
  return { chances, normals: Float32Array.from({ length: n * size }, () => drawNormal(random)) };
}

// The codes float32 (n * size) that these random numbers make. `temperature` is times the spread
// about each mean: at 0 there are only the means themselves.
export function placeCodes({ size, weights, means, factors }, { chances, normals }, temperature) {
  const codes = new Float32Array(normals.length);
  for (const [n, chance] of chances.entries()) {
    const k = chosenBy(weights, chance), own = normals.subarray(n * size, (n + 1) * size);
    for (let i = 0; i < size; i++) {
      const spread = factors ? rowTimes(factors, (k * size + i) * size, own, i + 1) : own[i];
      codes[n * size + i] = means[k * size + i] + temperature * spread;
    }
  }
  return codes;
}

// By the running sum of the weights.
function chosenBy(weights, chance) {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) {
    sum += weights[k];
    if (chance < sum) return k;
  }
  return weights.length - 1;
}

function rowTimes(matrix, start, vector, length) {
  let sum = 0;
  for (let j = 0; j < length; j++) sum += matrix[start + j] * vector[j];
  return sum;
}

// Numbers in [0, 1), the same for the same seed: Mulberry32, by Tommy Ettinger (public domain).
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6D2B79F5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
