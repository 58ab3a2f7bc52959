// What is said of a digit of one's own.

import { lossText } from "../live_view/texts.js";

const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

// `weights` as `LiveWeights` gives them; those of a run that does not train have no `taken`.
export function weightsText({ step, taken }, now) {
  const text = `weights of step ${WHOLE.format(step)}`;
  return taken === undefined ? text : `${text}, ${ageText(Math.max(0, now - taken) / 1000)} old`;
}

function ageText(seconds) {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 100 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(0)} min`;
}

// Why nothing is reconstructed: there is no run, nothing is drawn, or there are no weights, which may
// still come.
export function missingText({ run, isDrawn, hasNone }) {
  if (!run) return "Press Train: what you draw is reconstructed while the network learns.";
  if (!isDrawn) return "Draw a digit: the network gives it back as well as it can by now.";
  return hasNone ? "This run has no weights to show." : "Waiting for the network’s weights …";
}

export function reconstructionText(error) {
  return `Your digit as the network gives it back: squared error per pixel ${lossText(error)}`;
}
