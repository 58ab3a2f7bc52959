// The parts of the page by their names in its HTML: those that are there at once, and those that
// wait until all digits are loaded.

import { Arithmetic } from "./arithmetic/arithmetic.js";
import { Detail } from "./detail/detail.js";
import { CodeMap } from "./map/code_map.js";
import { Neighbours } from "./neighbours/neighbours.js";
import { Plane } from "./plane/plane.js";
import { Sliders } from "./sliders/sliders.js";
import { Walks } from "./walk/walk.js";

export const EARLY = { detail: Detail, map: CodeMap, sliders: Sliders };
export const LATE = { neighbours: Neighbours, plane: Plane, walk: Walks, arithmetic: Arithmetic };
