// What the digit classifier, in a worker, makes of images.

import { FileError, readFile } from "../engine/file.js";
import { toLevels } from "../latent_map/tiles.js";
import { pause } from "../latent_map/patience.js";

const SURE = 0.9;

// The share of images float32 (n * 784) that it is sure of. It is asked again while no worker answers,
// which `onWait` gets in a sentence. Throws FileError, or the signal's reason.
export async function acceptedShare(address, images, { signal, onWait }) {
  const confidences = await readDigits(address, toLevels(images), { signal, onWait });
  return confidences.filter((confidence) => confidence >= SURE).length / confidences.length;
}

async function readDigits(address, body, { signal, onWait }) {
  for (;;) {
    signal.throwIfAborted();
    // oxlint-disable-next-line no-await-in-loop
    const answer = await fetch(address, { method: "POST", body, signal });
    if (answer.ok) return readFile(await answer.arrayBuffer()).data("confidences"); // oxlint-disable-line no-await-in-loop
    const error = new FileError(await answer.text(), answer.status); // oxlint-disable-line no-await-in-loop
    if (!error.isTemporary) throw error;
    onWait(error.message);
    await pause(signal); // oxlint-disable-line no-await-in-loop
  }
}
