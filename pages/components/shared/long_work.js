// Results that a worker makes in some seconds: how far they are is told, and who leaves calls it off.

import { FileError } from "../engine/file.js";

const RETRY = 1000; // milliseconds
// With this the server closes when there is nothing more to say.
const ALL_IS_SAID = 1000;

// Until a result is kept with its run: its socket's address, as `ADDRESSES.progress` makes it, then
//   signal      calls it off, also in the worker: rejects with the signal's reason
//   onProgress  gets { share, reason }: how much is done, 0 to 1, and why nothing is just now
// Throws FileError.
export function waitUntilMade(address, { signal, onProgress } = {}) {
  const { promise, resolve, reject } = Promise.withResolvers();
  const url = new URL(address, document.baseURI);
  url.protocol = url.protocol.replace("http", "ws");
  let socket = null, retry = 0;

  function connect() {
    const opened = (socket = new WebSocket(url));
    opened.addEventListener("message", ({ data }) => {
      const { error, is_made: isMade, share, reason } = JSON.parse(data);
      if (error) reject(new FileError(error));
      else if (isMade) resolve();
      else onProgress?.({ share, reason });
    });
    opened.addEventListener("close", ({ code }) => {
      if (code === ALL_IS_SAID || opened !== socket) return;
      onProgress?.({ share: 0, reason: "The server does not answer." });
      retry = setTimeout(connect, RETRY);
    });
  }

  function end() {
    clearTimeout(retry);
    const open = socket;
    socket = null;
    open?.close(); // the worker stops, if nobody else waits
    if (signal?.aborted) reject(signal.reason);
  }

  signal?.addEventListener("abort", end, { once: true });
  if (signal?.aborted) end();
  else connect();
  return promise.finally(end);
}
