// What runs beside the page: loads the network's files and answers the calls of `engine.js`, single
// images before many, and many in slices so that a single one gets in between.

import { FileError, loadFile, readFile } from "./file.js";
import { layersOf, Network } from "./network.js";

const SLICE = 4; // milliseconds: with a decode after it this still fits a frame
const { port1: wake, port2: turn } = new MessageChannel();
const singles = [], many = [];
let isAwake = false; // a turn is due
const PARTS = ["decoder", "encoder"];
const networks = new Map(); // part to the promise of its network
const given = Promise.withResolvers(); // settled by the first weights that replace none
let addresses = null;

globalThis.addEventListener("message", ({ data: call }) => {
  if (call.kind === "open") ({ addresses } = call);
  answer(call).catch((error) => refuse(call, error));
});
turn.addEventListener("message", work);
turn.start();

async function answer({ kind, number, parts, values, n, buffers }) {
  if (kind === "replace") return tell({ number, result: replace(buffers) });
  // Those of now, whatever replaces them before the call's turn.
  const chain = await Promise.all(parts.map(networkOf));
  if (kind === "open") return tell({ number, result: chain[0].header });
  const { inputs } = chain[0], { outputs } = chain.at(-1);
  if (values.length !== n * inputs) {
    throw new FileError(`Expected ${inputs} numbers each, got ${values.length} for ${n}.`);
  }
  const result = new Float32Array(n * outputs);
  (n === 1 ? singles : many).push({ number, values, n, chain, inputs, outputs, result, done: 0 });
  takeTurn();
}

// By all parts that the files have, or none of them where one is bad: the first one's header.
function replace(buffers) {
  const fresh = buffers.map(readFile).flatMap(networksIn);
  if (fresh.length === 0) throw new FileError("The file has no network in it.");
  for (const [part, network] of fresh) networks.set(part, Promise.resolve(network));
  given.resolve();
  return fresh[0][1].header;
}

function networksIn(file) {
  return PARTS.filter((part) => layersOf(file.header, part).length > 0)
    .map((part) => [part, new Network(file, part)]);
}

function refuse({ number }, error) {
  const { message, status = null } = error;
  tell({ number, error: { message, status } });
}

// One whose file could not be had is asked for again at the next call.
async function networkOf(part) {
  if (!addresses) await given.promise;
  if (!networks.has(part)) networks.set(part, load(part));
  const loading = networks.get(part);
  return loading.catch((error) => {
    if (networks.get(part) === loading) networks.delete(part);
    throw error;
  });
}

async function load(part) {
  if (!addresses) throw new FileError(`The file has no ${part} in it.`);
  return new Network(await loadFile(addresses[part]), part);
}

// After the messages that have come by now.
function takeTurn() {
  if (!isAwake) wake.postMessage(null, []);
  isAwake = true;
}

// One turn: all the singles that are here, and a slice of the first of the others.
function work() {
  isAwake = false;
  for (const task of singles.splice(0)) finish(task);
  if (many.length === 0) return;
  const until = performance.now() + SLICE;
  while (many[0].done < many[0].n && performance.now() < until) step(many[0]);
  if (many[0].done === many[0].n) send(many.shift());
  if (many.length > 0) takeTurn();
}

function finish(task) {
  step(task);
  send(task);
}

function step(task) {
  const { chain, inputs, outputs, values, result } = task, i = task.done++;
  const input = values.subarray(i * inputs, (i + 1) * inputs);
  result.set(chain.reduce((numbers, network) => network.forward(numbers), input), i * outputs);
}

function send({ number, result }) {
  tell({ number, result }, [result.buffer]);
}

function tell(message, transferred = []) {
  globalThis.postMessage(message, transferred);
}
