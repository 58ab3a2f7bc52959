// What runs beside the page: loads the network's files and answers the calls of `engine.js`, single
// images before many, and many in slices so that a single one gets in between.

import { FileError, loadFile } from "./file.js";
import { Network } from "./network.js";

const SLICE = 4; // milliseconds: with a decode after it this still fits a frame
const { port1: wake, port2: turn } = new MessageChannel();
const singles = [], many = [];
let isAwake = false; // a turn is due
const loading = new Map(); // part to the promise of its file
const networks = new Map(); // part to its network, once it is here
let addresses = {};

globalThis.addEventListener("message", ({ data: call }) => {
  if (call.kind === "open") ({ addresses } = call);
  answer(call).catch((error) => refuse(call, error));
});
turn.addEventListener("message", work);
turn.start();

async function answer(call) {
  const file = await fileOf(call.part ?? "decoder");
  if (call.kind === "open") return tell({ number: call.number, result: file.header });
  const network = networkOf(call.part, file);
  if (call.values.length !== call.n * network.inputs) {
    throw new FileError(`Expected ${network.inputs} numbers each, got ${call.values.length} for ${call.n}.`);
  }
  const result = new Float32Array(call.n * network.outputs);
  (call.n === 1 ? singles : many).push({ ...call, network, result, done: 0 });
  takeTurn();
}

function refuse({ number }, error) {
  const { message, status = null } = error;
  tell({ number, error: { message, status } });
}

// A file that could not be had is asked for again at the next call.
function fileOf(part) {
  if (!loading.has(part)) {
    loading.set(part, loadFile(addresses[part]).catch((error) => {
      loading.delete(part);
      throw error;
    }));
  }
  return loading.get(part);
}

function networkOf(part, file) {
  if (!networks.has(part)) networks.set(part, new Network(file));
  return networks.get(part);
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
  const { network, values, result } = task, i = task.done++;
  const input = values.subarray(i * network.inputs, (i + 1) * network.inputs);
  result.set(network.forward(input), i * network.outputs);
}

function send({ number, result }) {
  tell({ number, result }, [result.buffer]);
}

function tell(message, transferred = []) {
  globalThis.postMessage(message, transferred);
}
