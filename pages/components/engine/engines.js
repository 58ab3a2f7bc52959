// One engine for a network, however many parts of a page use it.

import { openEngine } from "./engine.js";

const engines = new Map(); // by the decoder's address: { engine, users }

// The engine of these addresses. Whoever asked for it says `releaseEngine` when done.
export function engineOf(addresses) {
  const shared = engines.get(addresses.decoder) ?? { engine: openEngine(addresses), users: 0 };
  shared.users++;
  engines.set(addresses.decoder, shared);
  return shared.engine;
}

// The last one to leave closes it.
export function releaseEngine(addresses) {
  const shared = engines.get(addresses.decoder);
  if (--shared.users > 0) return;
  shared.engine.close();
  engines.delete(addresses.decoder);
}
