// What colours say: the digit, how large its error is, or to which group of codes it belongs.

import { lossText } from "../../live_view/texts.js";
import { GLYPHS, SHAPES } from "./shapes.js";

export const COLOURINGS = { label: "Digit", error: "Error", cluster: "Cluster" };
// From the least error to the largest: seen on light and on dark, and by most colour-blind eyes.
const ERROR_STOPS = [[68, 119, 170], [150, 160, 120], [221, 170, 51], [214, 69, 65]];
// Of clusters: numbers would be taken for digits.
const LETTERS = "ABCDEFGHIJ";
const ERROR_LEVELS = 64, HIGH = 0.98; // of the errors are below the last colour

// For the first `count` digits: of each its `colour`, an index into `rgb`, and its `shape`; `groups`
// or a `scale` for the legend.
export function colouringOf(kind, count, { labels, errors, clusters, colours }) {
  if (kind === "error") return byError(errors.subarray(0, count));
  const key = (kind === "label" ? labels : clusters).subarray(0, count);
  return byGroup(key, colours, kind === "label" ? String : (group) => LETTERS[group]);
}

function byGroup(key, colours, nameOf) {
  const groups = [...new Set(key)].toSorted((a, b) => a - b).map((group) => ({
    name: nameOf(group),
    colour: colours[group % colours.length],
    glyph: GLYPHS[group % GLYPHS.length],
    indices: indicesOf(key, group),
  }));
  return {
    colour: key.map((group) => group % colours.length),
    shape: key.map((group) => group % SHAPES.length),
    rgb: colours.map(fromHex),
    groups,
  };
}

function byError(errors) {
  const sorted = errors.toSorted(), low = sorted[0], high = sorted[Math.floor(HIGH * (sorted.length - 1))];
  const range = high - low || 1;
  const colour = Uint8Array.from(errors, (error) => Math.min(1, (error - low) / range) * (ERROR_LEVELS - 1));
  const rgb = Array.from({ length: ERROR_LEVELS }, (_, level) => between(ERROR_STOPS, level / (ERROR_LEVELS - 1)));
  const gradient = `linear-gradient(to right, ${ERROR_STOPS.map((stop) => `rgb(${stop.join(" ")})`).join(", ")})`;
  const scale = { low: lossText(low), high: `${lossText(high)} and more`, gradient };
  return { colour, shape: null, rgb, groups: [], scale };
}

function indicesOf(key, group) {
  const indices = [];
  for (let i = 0; i < key.length; i++) if (key[i] === group) indices.push(i);
  return indices;
}

function between(stops, share) {
  const place = share * (stops.length - 1), k = Math.min(stops.length - 2, Math.floor(place));
  return stops[k].map((from, channel) => Math.round(from + (place - k) * (stops[k + 1][channel] - from)));
}

function fromHex(colour) {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
