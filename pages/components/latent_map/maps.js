// Maps of a run's codes: made by the server at once, or by a worker in some seconds, which is told.

import { waitUntilMade } from "../shared/long_work.js";
import { loadPatiently } from "./patience.js";

// Those that a worker draws; they are kept with the run.
const SLOW = new Set(["tsne", "umap"]);

// A map by the addresses that `data_addresses` gives. What is asked for:
//   method      "pca", "tsne", "umap", or "numbers": some of the code's numbers as they are
//   count       of the first digits
//   dimensions  2 or 3; of "numbers" instead
//   numbers     which, counted from 0
//   signal      calls it off, also in the worker: rejects with the signal's reason
//   onProgress  gets { share, reason }: how much is drawn, 0 to 1, and why none of it is just now
// Gives
//   points           Float32Array(count * dimensions), one point after the other
//   dimensions       may be fewer: a code has no more than its numbers
//   axes             their titles
//   shares           of the codes' variance along each; empty where that has no meaning
//   trustworthiness  1 where all neighbours on the map are neighbours in the code
//   says             that and more in words
// Throws FileError.
export async function loadMap(addresses, { signal, onProgress, ...choice }) {
  const name = nameOf(choice);
  if (SLOW.has(choice.method)) await waitUntilMade(`${addresses.progress}/${name}`, { signal, onProgress });
  const onWait = (reason) => onProgress?.({ share: 0, reason });
  const { header, data } = await loadPatiently(`${addresses.map}/${name}`, { onWait, signal });
  signal?.throwIfAborted();
  const { method, axes, shares, trustworthiness, says } = header;
  const points = data("points");
  return { method, axes, shares, trustworthiness, says, points, count: choice.count, dimensions: axes.length };
}

// As `MapChoice` of ae/latent/latent_map.py reads it.
function nameOf({ method, count, dimensions, numbers }) {
  return `${method}-${method === "numbers" ? numbers.join(".") : dimensions}-${count}`;
}
