// The training image nearest to each of some digits, as the server finds it.

import { FileError, readFile } from "../engine/file.js";

// `levels`: Uint8ClampedArray(n * 784), grey. Gives [{ index, distance, label, pixels }], a distance being the
// root of the summed squares with pixels from 0 to 1. Throws FileError.
export async function nearestTraining(address, levels, signal) {
  const answer = await fetch(address, { method: "POST", body: levels, signal }).catch((error) => {
    if (signal.aborted) throw error;
    throw new FileError("The server does not answer: which training images are nearest is not known.", 0);
  });
  if (!answer.ok) throw new FileError(await answer.text(), answer.status);
  const { data } = readFile(await answer.arrayBuffer());
  const [indices, distances, labels, pixels] = ["indices", "distances", "labels", "pixels"].map(data);
  const size = pixels.length / indices.length;
  return Array.from(indices, (index, i) => ({
    index, distance: distances[i], label: labels[i], pixels: pixels.subarray(i * size, (i + 1) * size),
  }));
}
