// The emptiest places on the map of a run's codes, and codes from within them.

import { emptiestPlaces } from "./empty_places.js";
import { seededRandom } from "../generate/sampler.js";

// `flat`: FlatCodes. Gives { hull, circles }: corners, and { x, y, radii } for each place, in the
// units of the codes.
export function holesOf(flat, count) {
  const [width, height] = flat.scales;
  const scaled = flat.points.map((number, k) => number / (k % 2 === 0 ? width : height));
  const { hull, circles } = emptiestPlaces(scaled, count);
  return {
    hull: hull.map(([x, y]) => [x * width, y * height]),
    circles: circles.map(({ x, y, radius }) => ({ x: x * width, y: y * height, radii: [radius * width, radius * height] })),
  };
}

// Points spread evenly over the circles, as many in each; the same every time.
export function pointsWithin(circles, count) {
  const random = seededRandom(1);
  return Array.from({ length: circles.length === 0 ? 0 : count }, (_, i) => {
    const { x, y, radii } = circles[i % circles.length];
    const far = Math.sqrt(random()), turn = 2 * Math.PI * random();
    return [x + radii[0] * far * Math.cos(turn), y + radii[1] * far * Math.sin(turn)];
  });
}

// Points at which codes do lie, as many, drawn from all of them; the same every time.
export function pointsAtCodes({ points, count: n }, count) {
  const random = seededRandom(2);
  return Array.from({ length: count }, () => {
    const i = Math.floor(n * random());
    return [points[2 * i], points[2 * i + 1]];
  });
}
