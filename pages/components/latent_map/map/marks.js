// What is marked on the map, over the points: the chosen one, the one under the pointer, where the
// code lies that is decoded now, that of a digit of one's own, and the shape that is being drawn.

export class Marks {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
  }

  // Places are [x, y] in pixels, or null. `radius`: of a point.
  draw({ chosen, hovered, code, own, shape }, { theme, em, radius }) {
    const { context, canvas } = this, outer = Math.max(0.7 * em, radius + 0.3 * em);
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (shape) this.polygon(shape, theme, em);
    if (hovered) this.ring(hovered, outer, [[0.12 * em, theme.text]]);
    if (code) this.cross(code, 0.8 * em, theme, em);
    if (own) this.target(own, em, theme);
    if (chosen) this.ring(chosen, outer, [[0.42 * em, theme.background], [0.2 * em, theme.primary]]);
  }

  ring([x, y], radius, strokes) {
    const { context } = this;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    for (const [lineWidth, strokeStyle] of strokes) this.stroke(lineWidth, strokeStyle);
  }

  // Seen from the last row, also among many points.
  target(place, em, theme) {
    this.cross(place, 1.5 * em, theme, em);
    this.ring(place, 0.9 * em, [[0.6 * em, theme.background], [0.28 * em, theme.primary]]);
  }

  cross([x, y], reach, theme, em) {
    const { context } = this;
    context.beginPath();
    context.moveTo(x - reach, y);
    context.lineTo(x + reach, y);
    context.moveTo(x, y - reach);
    context.lineTo(x, y + reach);
    this.stroke(0.4 * em, theme.background);
    this.stroke(0.16 * em, theme.text);
  }

  polygon(points, theme, em) {
    const { context } = this;
    context.beginPath();
    for (const point of points) context.lineTo(...point);
    context.closePath();
    context.globalAlpha = 0.15;
    context.fillStyle = theme.primary;
    context.fill();
    context.globalAlpha = 1;
    this.stroke(0.14 * em, theme.primary);
  }

  stroke(lineWidth, strokeStyle) {
    Object.assign(this.context, { lineWidth, strokeStyle });
    this.context.stroke();
  }
}
