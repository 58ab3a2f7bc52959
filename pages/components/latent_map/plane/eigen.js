// Eigenvectors of a small symmetric matrix, by Jacobi's rotations.

const MOST_SWEEPS = 30, PRECISION = 1e-30;

// `matrix`: rows of numbers, left as they are. Gives [{ value, vector }], the largest value first.
export function symmetricEigen(matrix) {
  const a = matrix.map((row) => [...row]), size = a.length;
  const vectors = a.map((_, i) => a.map((_one, j) => Number(i === j))); // in columns
  for (let sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(a); sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, p, q);
  }
  return a.map((row, i) => ({ value: row[i], vector: vectors.map((column) => column[i]) }))
    .toSorted((one, other) => other.value - one.value);
}

function isDiagonal(a) {
  let off = 0, all = 0;
  for (const [i, row] of a.entries()) {
    for (const [j, number] of row.entries()) {
      all += number ** 2;
      if (i !== j) off += number ** 2;
    }
  }
  return off <= PRECISION * all;
}

// Turns the axes p and q so that nothing is left between them.
function rotate(a, vectors, p, q) {
  if (a[p][q] === 0) return;
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1), sine = tangent * cosine;
  const turn = (x, y) => [cosine * x - sine * y, sine * x + cosine * y];
  for (const row of a) [row[p], row[q]] = turn(row[p], row[q]);
  for (let k = 0; k < a.length; k++) [a[p][k], a[q][k]] = turn(a[p][k], a[q][k]);
  for (const row of vectors) [row[p], row[q]] = turn(row[p], row[q]);
}
