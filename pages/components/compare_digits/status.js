// How far a run is, in two lines under its digits.

import { isActive } from "../live_view/run_state.js";
import { stepText } from "../live_view/texts.js";

// Of a server's message; the second line is empty where there is nothing to say.
export function statusLines({ state, words, waiting, step, steps, seconds_left: seconds, time_left: left }) {
  if (state === "finished") return [words, ""];
  const progress = `step ${stepText(step, steps)}`;
  if (waiting) return [waiting, step ? progress : ""];
  return [words, isActive(state) && seconds ? `${progress}, ${left} left` : progress];
}
