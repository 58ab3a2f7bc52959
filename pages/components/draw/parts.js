// The parts of the page by their names in its HTML. Those that compare with the test digits are told of
// them by `receive` once they are here.

import { CodeBars } from "./code_bars.js";
import { NearestDigits } from "./nearest_digits.js";
import { Pair } from "./pair.js";
import { Place } from "./place.js";
import { SpoilingControls } from "./spoiling_controls.js";
import { Unlikeness } from "./unlikeness.js";

export const PARTS = {
  pair: Pair,
  spoiling: SpoilingControls,
  code: CodeBars,
  unlikeness: Unlikeness,
  place: Place,
  nearest: NearestDigits,
};
