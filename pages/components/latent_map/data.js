// What the page of a run's codes loads: the codes themselves, and the digits that they are of.

import { loadPatiently } from "./patience.js";

export const PIXELS = 784;
const PER_FILE = 1000;

// The codes of a run's weights, by the address of their file. `options` are those of
// `loadPatiently`. Gives
//   run, step
//   count, size   images, and numbers of each code
//   codes         Float32Array(count * size), one code after the other
//   errors        Float32Array(count), mean squared error per pixel
//   clusters      Uint8Array(count), to which of at most ten groups each belongs, 0 the largest
//   mean, spread  of each number of the code over these images
export async function loadCodes(address, options) {
  const { header, data } = await loadPatiently(address, options);
  const { run, step, mean, spread } = header;
  const [codes, errors] = [data("codes"), data("errors")];
  return {
    run, step, mean, spread, codes, errors,
    clusters: data("clusters"), count: errors.length, size: mean.length,
  };
}

// Digits of a dataset, loaded by the thousand when they are first needed. `address` is that of all
// files; the first digit's index follows.
export class Digits {
  constructor(address, options) {
    Object.assign(this, { address, options });
    this.files = new Map(); // first index: promise that its thousand is here
    this.isHere = new Set(); // first indices
  }

  // Until the first `count` digits are here, or as many as there are.
  async load(count) {
    await this.loadThousand(0);
    const starts = [];
    for (let start = 0; start < Math.min(count, this.labels.length); start += PER_FILE) starts.push(start);
    await Promise.all(starts.map((start) => this.loadThousand(start)));
  }

  // Until the digits at these indices are here.
  async loadEach(indices) {
    const starts = new Set(Array.from(indices, thousandOf));
    await Promise.all(Array.from(starts, (start) => this.loadThousand(start)));
  }

  // Its grey levels, Uint8Array(784); null while it is not here.
  pixels(index) {
    if (!this.isHere.has(thousandOf(index))) return null;
    return this.all.subarray(index * PIXELS, (index + 1) * PIXELS);
  }

  // 0 to 9; null while it is not here.
  label(index) {
    return this.isHere.has(thousandOf(index)) ? this.labels[index] : null;
  }

  loadThousand(start) {
    if (!this.files.has(start)) this.files.set(start, this.read(start));
    return this.files.get(start);
  }

  async read(start) {
    try {
      const { header, data } = await loadPatiently(`${this.address}/${start}`, this.options);
      // One array for all, so that a search goes through them in one go.
      this.all ??= new Uint8Array(header.total * PIXELS);
      this.labels ??= new Uint8Array(header.total);
      this.all.set(data("pixels"), start * PIXELS);
      this.labels.set(data("labels"), start);
      this.isHere.add(start);
    } catch (error) {
      this.files.delete(start); // the next who needs them tries again
      throw error;
    }
  }
}

function thousandOf(index) {
  return index - (index % PER_FILE);
}
