// One part of a network, made from a file that has it.

import { FileError } from "./file.js";
import { makeLayer } from "./layers.js";

export class Network {
  // `file` is what `readFile` gives of one, `part` is "encoder" or "decoder". Throws FileError if it
  // does not have that.
  constructor({ header, data }, part) {
    const layers = layersOf(header, part);
    if (layers.length === 0) throw new FileError("The file has no network in it.");
    this.header = header;
    this.layers = layers.map((layer) => makeLayer(layer, data));
    this.inputs = product(layers[0].before);
    this.outputs = product(layers.at(-1).after);
    this.input = new Float64Array(this.inputs);
  }

  // Float32 (outputs) of float32 (inputs).
  forward(values) {
    this.input.set(values);
    return Float32Array.from(this.layers.reduce((numbers, layer) => layer(numbers), this.input));
  }
}

// Those of a part, as a file's header describes them; none where it has no such part.
export function layersOf({ layers = [] }, part) {
  return layers.filter((layer) => layer.part === part);
}

function product(shape) {
  return shape.reduce((all, side) => all * side, 1);
}
