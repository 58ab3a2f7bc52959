// Loading what is not there yet: a worker that has to make it may still be starting.

import { loadFile } from "../engine/file.js";

const RETRY = 1000; // milliseconds

// The file at an address, tried again while the server says that it may come. `onWait` gets the
// sentence that says why not yet, at each try. Throws FileError, or the signal's reason.
export async function loadPatiently(url, { onWait, signal } = {}) {
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await loadFile(url); // oxlint-disable-line no-await-in-loop
    } catch (error) {
      if (!error.isTemporary) throw error;
      onWait?.(error.message);
      await pause(signal); // oxlint-disable-line no-await-in-loop
    }
  }
}

// A second, or until the signal.
export function pause(signal) {
  const { promise, resolve } = Promise.withResolvers();
  const timer = setTimeout(resolve, RETRY);
  signal?.addEventListener("abort", () => {
    clearTimeout(timer);
    resolve();
  }, { once: true });
  return promise;
}
