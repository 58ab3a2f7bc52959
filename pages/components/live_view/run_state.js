// What a loss chart shows of a run:
//   run          its id; null for none
//   state        queued, starting, running, paused, finished, stopped, diverged or failed
//   steps, unit  how many there will be, and what the loss is measured in
//   losses       Float32Array, a value per step
//   partNames    of what the loss is the sum; empty where it has no parts
//   parts        for each name a Float32Array like losses
//   validations  [step, loss] of each
//   lines        { kind, label, value } of each baseline; null is a value that is not known yet
//   rateChanges  [step, learning rate] of each
// It is never changed: joinMessage makes the next one.

import { toFloats } from "../shared/base64.js";
import { joined } from "./series.js";

// `part_names` and `line_names` say what the chart of such a run will show, so that its legend is
// there before it.
export function emptyState({ run = null, steps, unit, part_names: partNames = [], line_names: lines = [] }) {
  return {
    run, steps, unit, partNames, state: null,
    losses: new Float32Array(0), parts: partNames.map(() => new Float32Array(0)), validations: [],
    lines: lines.map((line) => ({ ...line, value: null })), rateChanges: [],
  };
}

export function hasPoints({ losses, validations }) {
  return losses.length > 0 || validations.length > 0;
}

// To the page's buttons these three are one, and the curve's head is marked in them.
export function isActive(state) {
  return ["queued", "starting", "running"].includes(state);
}

export function isEnded(state) {
  return ["finished", "stopped", "diverged", "failed"].includes(state);
}

// The server sends what is new from a step on; after a new connection, or when steps were taken
// back, from an earlier one.
export function joinMessage(state, message) {
  return {
    ...state,
    state: message.state,
    steps: message.steps,
    losses: joined(state.losses, toFloats(message.losses), message.first),
    partNames: message.part_names,
    parts: joinedParts(state.parts, message),
    validations: [...state.validations.slice(0, message.first_validation), ...message.validations],
    // A worker sends them a little after it has begun.
    lines: message.lines.length > 0 ? message.lines : state.lines,
    rateChanges: message.rate_changes,
  };
}

// They come as rows, all parts of a step beside each other.
function joinedParts(parts, { part_names: names, parts: text, first }) {
  const rows = toFloats(text);
  return names.map((name, k) => {
    const fresh = rows.filter((value, i) => i % names.length === k);
    return joined(parts[k] ?? new Float32Array(0), fresh, first);
  });
}
