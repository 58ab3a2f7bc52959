// A frame of the moving cloud of codes, as ae/latent/frames.py writes it, and what there is to say of it:
//   step     after which the codes are these
//   points   Float32Array, x and y of each in turn, in the units of the code
//   kind     "numbers": the code's own, one or two; "plane": of its first two principal components
//   numbers  in the code
//   share    of the codes' variance that is seen

import { readFile } from "../../engine/file.js";
import { toBytes } from "../../shared/base64.js";

const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

// Throws FileError.
export function readFrame(text) {
  const file = readFile(toBytes(text).buffer), { step, kind, numbers, share, scale } = file.header;
  return { step, kind, numbers, share, points: file.data("points").map((value) => value * scale) };
}

export function whatIsSeen({ step, points }) {
  const when = step === 0 ? "before the first step" : `after ${WHOLE.format(step)} ${step === 1 ? "step" : "steps"}`;
  return `${points.length / 2} test digits by their codes, ${when}`;
}

// After the word PCA, where it is one.
export function howItIsSeen({ kind, numbers, share }) {
  if (kind === "plane") return ` of ${numbers} numbers: ${Math.floor(100 * share)}% of the variance`;
  return numbers === 1 ? "The code’s one number, a row for each digit" : "The code’s two numbers";
}

// The share of points whose nearest other point has the same label.
export function shareOfAlike(points, labels) {
  let alike = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[nearest(points, i)] === labels[i]) alike++;
  }
  return alike / labels.length;
}

function nearest(points, i) {
  const x = points[2 * i], y = points[2 * i + 1];
  let least = Infinity, found = 0;
  for (let k = 0; k < points.length; k += 2) {
    const away = (points[k] - x) ** 2 + (points[k + 1] - y) ** 2;
    if (away < least && k !== 2 * i) [least, found] = [away, k / 2];
  }
  return found;
}
