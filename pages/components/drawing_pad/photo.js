// A picture that somebody brings, as ink for a pad. All of its work is done beside the page.

import { toText } from "../shared/base64.js";

const PATIENCE = 20_000; // milliseconds

// Why there is no ink, in a sentence for the user.
export class PhotoError extends Error {
  constructor(message) {
    super(message);
    this.name = "PhotoError";
  }
}

// Of a File or Blob: { picture }, as a pad shows it. Throws PhotoError.
export async function readPhoto(file) {
  const worker = new Worker(new URL("photo_worker.js", import.meta.url), { type: "module" });
  const { promise, resolve } = Promise.withResolvers();
  const timer = setTimeout(resolve, PATIENCE, { problem: "The picture takes too long to read: bring a smaller one." });
  worker.addEventListener("message", ({ data }) => resolve(data));
  worker.addEventListener("error", () => resolve({ problem: "This browser can't read pictures here." }));
  worker.postMessage(file, []);
  const { problem, levels } = await promise;
  clearTimeout(timer);
  worker.terminate();
  if (problem) throw new PhotoError(problem);
  return { picture: toText(levels) };
}
