// One part of a network, made from its file.

import { FileError } from "./file.js";
import { makeLayer } from "./layers.js";

export class Network {
  // `file` is what `readFile` gives of one. Throws FileError if it is no network.
  constructor({ header, data }) {
    if (!header.layers?.length) throw new FileError("The file has no network in it.");
    this.layers = header.layers.map((layer) => makeLayer(layer, data));
    this.inputs = product(header.layers[0].before);
    this.outputs = product(header.layers.at(-1).after);
    this.input = new Float64Array(this.inputs);
  }

  // Float32 (outputs) of float32 (inputs).
  forward(values) {
    this.input.set(values);
    return Float32Array.from(this.layers.reduce((numbers, layer) => layer(numbers), this.input));
  }
}

function product(shape) {
  return shape.reduce((all, side) => all * side, 1);
}
