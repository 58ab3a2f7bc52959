// Layers as `ae/networks.py` describes them and Keras computes them, for one image at a time. Sums
// are kept in double precision: what Keras rounds differently is all that differs.

import { ACTIVATIONS } from "./activations.js";
import { FileError } from "./file.js";

const KERNEL = 3, STRIDE = 2;
const EPSILON = 1e-3; // Keras's, in its layer normalisation

// A function that makes a layer's output of its input, both Float64Array; the output is the layer's
// own and holds until the next call. `data(name)` gives the weights, as Keras lays them out.
// Throws FileError where the layer is of a kind not known here, or lacks its weights.
export function makeLayer(layer, data) {
  if (!MAKERS[layer.kind] || !ACTIVATIONS[layer.activation]) throw new FileError(UNKNOWN);
  const linear = MAKERS[layer.kind](layer, data);
  const normalize = layer.is_normalized ? makeNormalization(layer, data) : null;
  const activate = ACTIVATIONS[layer.activation];
  return (values) => {
    const output = linear(values);
    normalize?.(output);
    activate(output);
    return output;
  };
}

const UNKNOWN = "The network has a layer of a kind that this page does not know: load the page again.";
const MAKERS = { dense: makeDense, conv: makeConvolution, transpose: makeTransposed };

function makeDense(layer, data) {
  const kernel = data(`${layer.name}/kernel`), bias = data(`${layer.name}/bias`);
  const width = product(layer.after), output = new Float64Array(width);
  // A variational code's log-variances come after its means, and are not asked for.
  const stride = layer.is_variational ? 2 * width : width;
  return (values) => {
    for (let j = 0; j < width; j++) output[j] = bias[j];
    addProduct(values, kernel, stride, output);
    return output;
  };
}

// What the kernel sees at each of its places is one row of numbers, and the rest a dense layer.
function makeConvolution({ name, before, after }, data) {
  const kernel = data(`${name}/kernel`), bias = data(`${name}/bias`);
  const [side, , channels] = before, [half, , filters] = after;
  const patch = new Float64Array(KERNEL * KERNEL * channels), output = new Float64Array(product(after));
  const start = paddingBefore(side);
  return (values) => {
    for (let place = 0; place < half * half; place++) {
      const pixel = output.subarray(place * filters, (place + 1) * filters);
      pixel.set(bias);
      const top = STRIDE * Math.floor(place / half) - start, left = STRIDE * (place % half) - start;
      takePatch(values, { side, channels, top, left }, patch);
      addProduct(patch, kernel, filters, pixel);
    }
    return output;
  };
}

function takePatch(values, { side, channels, top, left }, patch) {
  patch.fill(0);
  for (let i = 0; i < KERNEL; i++) {
    const row = top + i;
    if (row < 0 || row >= side) continue;
    const first = Math.max(0, -left), end = Math.min(KERNEL, side - left);
    const from = (row * side + left + first) * channels, to = (i * KERNEL + first) * channels;
    for (let k = 0; k < (end - first) * channels; k++) patch[to + k] = values[from + k];
  }
}

// Each pixel is spread over the places under the kernel, and these are added up where they overlap.
function makeTransposed({ name, before, after }, data) {
  const [half, , channels] = before, [side, , filters] = after;
  const kernel = transposed(data(`${name}/kernel`), channels), bias = data(`${name}/bias`);
  const patch = new Float64Array(KERNEL * KERNEL * filters), output = new Float64Array(product(after));
  const start = paddingBefore(side);
  return (values) => {
    for (let k = 0; k < output.length; k++) output[k] = bias[k % filters];
    for (let place = 0; place < half * half; place++) {
      patch.fill(0);
      const pixel = values.subarray(place * channels, (place + 1) * channels);
      addProduct(pixel, kernel, patch.length, patch);
      const top = STRIDE * Math.floor(place / half) - start, left = STRIDE * (place % half) - start;
      addPatch(patch, { side, channels: filters, top, left }, output);
    }
    return output;
  };
}

function addPatch(patch, { side, channels, top, left }, output) {
  for (let i = 0; i < KERNEL; i++) {
    const row = top + i;
    if (row < 0 || row >= side) continue;
    const first = Math.max(0, -left), end = Math.min(KERNEL, side - left);
    const to = (row * side + left + first) * channels, from = (i * KERNEL + first) * channels;
    for (let k = 0; k < (end - first) * channels; k++) output[to + k] += patch[from + k];
  }
}

// Pixels of padding above and to the left: TensorFlow puts the odd one at the other end.
export function paddingBefore(side) {
  const half = Math.ceil(side / STRIDE);
  return Math.floor(((half - 1) * STRIDE + KERNEL - side) / 2);
}

// Over the channels of each pixel; over all numbers of a dense layer, whatever shape they take next.
function makeNormalization({ name }, data) {
  const scale = data(`${name}_norm/gamma`), shift = data(`${name}_norm/beta`);
  const width = scale.length;
  return (values) => {
    for (let from = 0; from < values.length; from += width) {
      let mean = 0, variance = 0;
      for (let k = 0; k < width; k++) mean += values[from + k];
      mean /= width;
      for (let k = 0; k < width; k++) variance += (values[from + k] - mean) ** 2;
      const factor = 1 / Math.sqrt(variance / width + EPSILON);
      for (let k = 0; k < width; k++) {
        values[from + k] = (values[from + k] - mean) * factor * scale[k] + shift[k];
      }
    }
  };
}

// sums[j] += values[i] * kernel[i * stride + j]. Most time is spent here: zeros, of which a digit is
// full, are left out, and four rows at a time spare three of four round trips of each sum.
function addProduct(values, kernel, stride, sums) {
  const rows = nonzero(values), width = sums.length;
  let r = 0;
  for (; r + 3 < rows; r += 4) {
    const a = places[r] * stride, b = places[r + 1] * stride;
    const c = places[r + 2] * stride, d = places[r + 3] * stride;
    const u = values[places[r]], v = values[places[r + 1]];
    const x = values[places[r + 2]], y = values[places[r + 3]];
    for (let j = 0; j < width; j++) {
      sums[j] += u * kernel[a + j] + v * kernel[b + j] + x * kernel[c + j] + y * kernel[d + j];
    }
  }
  for (; r < rows; r++) {
    const a = places[r] * stride, u = values[places[r]];
    for (let j = 0; j < width; j++) sums[j] += u * kernel[a + j];
  }
}

let places = new Int32Array(4096);

// Writes where the values that are not zero stand into `places`, and returns how many.
function nonzero(values) {
  if (places.length < values.length) places = new Int32Array(values.length);
  let rows = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== 0) places[rows++] = i;
  }
  return rows;
}

// A matrix of so many columns, its columns as rows.
function transposed(matrix, columns) {
  const rows = matrix.length / columns, result = new Float32Array(matrix.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = matrix[i * columns + j];
  }
  return result;
}

function product(shape) {
  return shape.reduce((all, side) => all * side, 1);
}
