// How far a run is, in lines under its digits.

import { isActive } from "../live_view/run_state.js";
import { stepText } from "../live_view/texts.js";

const FAILED = new Set(["diverged", "failed"]);

// Of a server's message: its state, how far it is, and why it has failed; empty where there is
// nothing to say.
export function statusLines(message) {
  const { state, words, waiting, step, steps, seconds_left: seconds, time_left: left } = message;
  if (state === "finished") return [words, ""];
  const progress = `step ${stepText(step, steps)}`;
  if (waiting) return [waiting, step ? progress : ""];
  if (FAILED.has(state)) return [words, progress, message.message];
  return [words, isActive(state) && seconds ? `${progress}, ${left} left` : progress];
}
