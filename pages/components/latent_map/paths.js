// Ways from one code to another, as `ae.latent.walks` has them.

import { dot } from "./vectors.js";

// Below this angle, in radians, and as close to half a turn, there is no one arc.
const NO_ANGLE = 1e-4;

// The code at a share of the line between two.
export function straight(from, to, share) {
  return from.map((number, i) => (1 - share) * number + share * to[i]);
}

// The code at a share of the arc about zero between two, on which the length does not shrink; on the
// line where there is no one arc.
export function spherical(from, to, share) {
  const angle = angleBetween(from, to);
  if (!(angle > NO_ANGLE && angle < Math.PI - NO_ANGLE)) return straight(from, to, share);
  const first = Math.sin((1 - share) * angle) / Math.sin(angle);
  const second = Math.sin(share * angle) / Math.sin(angle);
  return from.map((number, i) => first * number + second * to[i]);
}

// Where a walk over several stops is at a share of it: between which two, and how far.
export function legAt(stops, share) {
  const place = Math.min(Math.max(share, 0), 1) * (stops - 1);
  const leg = Math.min(Math.floor(place), stops - 2);
  return { leg, share: place - leg };
}

function angleBetween(a, b) {
  return Math.acos(Math.min(1, Math.max(-1, dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)))));
}
