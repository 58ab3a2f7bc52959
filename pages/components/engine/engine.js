// A trained network in a worker of its own: images to codes and back, without the server.
// All that it gives is a promise, and rejects with FileError where there is no network to run.

import { FileError } from "./file.js";
import { newestFirst } from "./newest.js";

// `decoder` and `encoder` are the addresses of the network's two files; the encoder's is loaded when
// it is first needed. Without addresses the engine answers once it is given weights by `replace`.
export function openEngine(addresses = null) {
  return new Engine(addresses);
}

class Engine {
  constructor(addresses) {
    this.calls = new Map(); // those under way: number to { resolve, reject }
    this.count = 0;
    if (addresses) {
      const { decoder, encoder } = addresses;
      this.addresses = { decoder: absolute(decoder), encoder: absolute(encoder) };
    }
    this.start();
  }

  start() {
    this.worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this.settle(data));
    this.worker.addEventListener("error", (event) => this.fail(event));
    if (!this.addresses) return;
    // The header of the decoder's file: what there is to know of the network.
    this.header = this.call("open", { addresses: this.addresses, parts: ["decoder"] });
    this.header.catch(() => {}); // told by the first question as well
  }

  // Newer weights, from one file with both parts or one of each: ArrayBuffers, which are handed over.
  // What was asked before is answered with those before, what is asked from now on with these. Gives
  // the header of the first; where it rejects, all stays as it was.
  replace(buffers) {
    return this.call("replace", { buffers }, buffers);
  }

  // Image float32 (784), as it leaves the network, of a code float32 (size).
  decode(code) {
    return this.call("run", { parts: ["decoder"], values: code, n: 1 });
  }

  // Code float32 (size) of an image float32 (784) in [0, 1]; the means of a variational one.
  encode(image) {
    return this.call("run", { parts: ["encoder"], values: image, n: 1 });
  }

  // Image float32 (784), as it leaves the network, of an image that goes in.
  reconstruct(image) {
    return this.call("run", { parts: ["encoder", "decoder"], values: image, n: 1 });
  }

  // The same for n at once, float32 (n * size) and (n * 784); a single one is not kept waiting.
  decodeAll(codes, n) {
    return this.call("run", { parts: ["decoder"], values: codes, n });
  }

  encodeAll(images, n) {
    return this.call("run", { parts: ["encoder"], values: images, n });
  }

  // For what follows a pointer: a function that takes codes as they come, of which `show` gets the
  // image and the code itself; see `newestFirst`.
  follow(show) {
    return newestFirst((code) => this.decode(code), show);
  }

  // What was asked and not yet answered never is.
  close() {
    this.worker?.terminate();
    this.calls.clear();
  }

  call(kind, message, transferred = []) {
    if (this.failure) return Promise.reject(this.failure);
    if (!this.worker) this.start();
    const { promise, resolve, reject } = Promise.withResolvers();
    const number = this.count++;
    this.calls.set(number, { resolve, reject });
    this.worker.postMessage({ number, kind, ...message }, transferred);
    return promise;
  }

  settle({ number, result, error }) {
    const call = this.calls.get(number);
    this.calls.delete(number);
    if (error) call.reject(new FileError(error.message, error.status));
    else call.resolve(result);
  }

  // Without a message it is the worker's own files that did not come: the next call starts another.
  fail({ message }) {
    const error = message
      ? new FileError("The network can't run in this browser.")
      : new FileError("The network can't be started now.", 0);
    if (message) this.failure = error;
    this.worker.terminate();
    this.worker = null;
    for (const { reject } of this.calls.values()) reject(error);
    this.calls.clear();
  }
}

function absolute(address) {
  return new URL(address, document.baseURI).href;
}
