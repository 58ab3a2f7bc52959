// The map of a run's codes with its emptiest places, numbered.

import { Chart } from "../latent_map/map/chart.js";
import { toUnit } from "../latent_map/map/space.js";

export class HoleChart extends Chart {
  // `holes`: what `holesOf` gives.
  showHoles(holes) {
    this.holes = holes;
    this.redraw();
  }

  drawMarks() {
    const { context, canvas } = this.marker, { theme, em } = this;
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (!this.holes) return;
    context.font = `600 ${1.1 * em}px ${theme.font}`;
    this.drawHull(context, em);
    const scale = this.camera.scale(this.box);
    for (const [k, circle] of this.holes.circles.entries()) this.drawHole(context, circle, String(k + 1), scale);
  }

  drawHull(context, em) {
    context.beginPath();
    for (const corner of this.holes.hull) context.lineTo(...this.screenPlace(corner));
    context.closePath();
    Object.assign(context, { lineWidth: Math.max(1, em / 12), strokeStyle: this.theme.text });
    context.setLineDash([em / 3, em / 3]);
    context.stroke();
    context.setLineDash([]);
  }

  drawHole(context, { x, y, radii }, name, scale) {
    const { theme, em, space } = this, [across, up] = this.screenPlace([x, y]);
    const [wide, high] = radii.map((radius, axis) => scale[axis] * (toUnit(radius, space.axes[axis]) - toUnit(0, space.axes[axis])));
    context.beginPath();
    context.ellipse(across, up, wide, high, 0, 0, 2 * Math.PI);
    Object.assign(context, { lineWidth: em / 6, strokeStyle: theme.primary, fillStyle: theme.background, globalAlpha: 0.6 });
    context.fill();
    context.globalAlpha = 1;
    context.stroke();
    Object.assign(context, { fillStyle: theme.text, textAlign: "center", textBaseline: "middle" });
    context.fillText(name, across, up);
  }

  screenPlace(point) {
    const unit = point.map((number, axis) => toUnit(number, this.space.axes[axis]));
    return this.camera.place([...unit, 0], this.box);
  }
}
