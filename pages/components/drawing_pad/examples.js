// Strokes of what is no digit, to see what a network of digits makes of it.

const SIZE = 0.09; // of the brush, in sides of the pad

export const EXAMPLES = {
  "A letter": [line([0.2, 0.85], [0.5, 0.15], [0.8, 0.85]), line([0.31, 0.6], [0.69, 0.6])],
  "A face": [
    arc(0.5, 0.5, 0.36, 0, 2 * Math.PI),
    line([0.38, 0.4], [0.38, 0.44]),
    line([0.62, 0.4], [0.62, 0.44]),
    arc(0.5, 0.52, 0.18, 0.15 * Math.PI, 0.85 * Math.PI),
  ],
  "A scribble": [curve(200, (t) => [
    0.5 + 0.36 * Math.sin(3 * t + 0.4) * Math.cos(0.5 * t),
    0.15 + 0.7 * (t / (2 * Math.PI)) + 0.1 * Math.cos(6 * t),
  ])],
};

function line(...points) {
  return { size: SIZE, points: points.flatMap(([x, y]) => [x, y, 1]) };
}

function arc(x, y, radius, from, to) {
  return curve(48, (t) => {
    const angle = from + (to - from) * (t / (2 * Math.PI));
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}

// `at` gives the point at 0 to 2π.
function curve(steps, at) {
  return line(...Array.from({ length: steps + 1 }, (_, i) => at((2 * Math.PI * i) / steps)));
}
