// The directions along which codes spread most: principal components.

import { dot } from "../vectors.js";
import { symmetricEigen } from "./eigen.js";

// A few more are followed than are asked for: how fast the first are found depends on how much
// smaller the variance of the last is.
const MORE = 6;
const MOST_ROUNDS = 200, PRECISION = 1e-6;
// Milliseconds of work after which the page gets its turn.
const SLICE = 8;

// Of codes float32 (n * size): `count` directions, float32 (size) of length 1, their largest number
// positive, each with its spread (standard deviation) and its share of the variance. Less where the
// code has fewer numbers. A code of no more numbers than `count` has its own axes.
export async function strongestDirections(codes, size, count = 2) {
  const centred = await covariance(codes, size);
  const total = trace(centred, size) || 1;
  const found = size <= count ? ownAxes(centred, size) : await leadingVectors(centred, size, count);
  return found.map(({ vector, variance }) => ({
    direction: withSign(vector),
    spread: Math.sqrt(Math.max(0, variance)),
    share: Math.max(0, variance) / total,
  }));
}

async function covariance(codes, size) {
  const n = codes.length / size, turn = pauser();
  const mean = new Float64Array(size), matrix = new Float64Array(size * size), row = new Float64Array(size);
  for (let k = 0; k < codes.length; k++) mean[k % size] += codes[k] / n;
  for (let start = 0; start < codes.length; start += size) {
    for (let i = 0; i < size; i++) row[i] = codes[start + i] - mean[i];
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) matrix[i * size + j] += row[i] * row[j] / n;
    }
    if (turn.isDue()) await turn.pause(); // oxlint-disable-line no-await-in-loop
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) matrix[j * size + i] = matrix[i * size + j];
  return matrix;
}

function ownAxes(matrix, size) {
  return Array.from({ length: size }, (_, i) => ({
    vector: Float64Array.from({ length: size }, (_one, j) => Number(i === j)),
    variance: matrix[i * size + i],
  }));
}

// Subspace iteration: a block of vectors is multiplied by the matrix and made orthogonal again, and
// within it the best directions are found exactly (Rayleigh and Ritz), until the first ones stay.
async function leadingVectors(matrix, size, count) {
  const turn = pauser();
  let found = bestOf(matrix, size, startingBlock(size, Math.min(size, count + MORE)));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const block = found.map(({ product }) => product);
    orthogonalise(block);
    const next = bestOf(matrix, size, block), stay = isSame(next, found, count);
    found = next;
    if (stay) break;
    if (turn.isDue()) await turn.pause(); // oxlint-disable-line no-await-in-loop
  }
  return found.slice(0, count);
}

// The directions within the span of orthogonal vectors, by their variance: `vector`, `variance`, and
// `product`, the matrix times the vector.
function bestOf(matrix, size, block) {
  const products = block.map((vector) => times(matrix, size, vector));
  const small = block.map((vector) => products.map((product) => dot(vector, product)));
  return symmetricEigen(small).map(({ value, vector: weights }) => ({
    variance: value,
    vector: mix(block, weights),
    product: mix(products, weights),
  }));
}

function mix(vectors, weights) {
  const sum = new Float64Array(vectors[0].length);
  for (const [k, vector] of vectors.entries()) {
    for (let i = 0; i < sum.length; i++) sum[i] += weights[k] * vector[i];
  }
  return sum;
}

function isSame(found, before, count) {
  return found.slice(0, count).every(({ vector }, i) =>
    1 - Math.abs(dot(vector, before[i].vector)) < PRECISION ** 2);
}

// The same every time, along no axis.
function startingBlock(size, count) {
  const block = Array.from({ length: count }, (_, k) =>
    Float64Array.from({ length: size }, (_one, i) => Math.cos((k + 1) * (i + 1) * 1.7 + k)));
  orthogonalise(block);
  return block;
}

function times(matrix, size, vector) {
  const product = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += matrix[i * size + j] * vector[j];
    product[i] = sum;
  }
  return product;
}

// Gram and Schmidt, twice, for what rounding leaves; what is nothing afterwards stays zero.
function orthogonalise(block) {
  for (const [k, vector] of block.entries()) {
    for (let twice = 0; twice < 2; twice++) {
      for (const before of block.slice(0, k)) {
        const along = dot(vector, before);
        for (let i = 0; i < vector.length; i++) vector[i] -= along * before[i];
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < vector.length; i++) vector[i] = length > 1e-30 ? vector[i] / length : 0;
  }
}

// A direction and its opposite are the same: as in `ae.latent.project`, the largest is positive.
function withSign(vector) {
  const largest = vector.reduce((most, number) => (Math.abs(number) > Math.abs(most) ? number : most), 0);
  return Float32Array.from(vector, (number) => (largest < 0 ? -number : number));
}

function trace(matrix, size) {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += matrix[i * size + i];
  return sum;
}

function pauser() {
  let since = performance.now();
  return {
    isDue: () => performance.now() - since > SLICE,
    async pause() {
      await new Promise((resolve) => { setTimeout(resolve); });
      since = performance.now();
    },
  };
}
