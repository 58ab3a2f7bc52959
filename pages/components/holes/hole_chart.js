// The map of a run's codes with its emptiest places, numbered.

import { Chart } from "../latent_map/map/chart.js";
import { toUnit } from "../latent_map/map/space.js";
import { EvenCamera } from "./even_camera.js";

export class HoleChart extends Chart {
  // `spreads`: of the codes along both axes, in which circles are round.
  show(space, spreads) {
    super.show(space);
    this.camera = new EvenCamera(space.axes.map(({ low, high }, axis) => (high - low) / 2 / spreads[axis]));
  }

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
    for (const [k, circle] of this.holes.circles.entries()) this.drawHole(context, circle, String(k + 1));
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

  drawHole(context, circle, name) {
    const { theme, em } = this, { x: across, y: up, radius } = this.screenCircle(circle);
    context.beginPath();
    context.arc(across, up, radius, 0, 2 * Math.PI);
    Object.assign(context, { lineWidth: em / 6, strokeStyle: theme.primary, fillStyle: theme.background, globalAlpha: 0.6 });
    context.fill();
    context.globalAlpha = 1;
    context.stroke();
    Object.assign(context, { fillStyle: theme.text, textAlign: "center", textBaseline: "middle" });
    context.fillText(name, across, up);
  }

  screenCircle({ x, y, radii: [wide] }) {
    const [across, up] = this.screenPlace([x, y]), [edge] = this.screenPlace([x + wide, y]);
    return { x: across, y: up, radius: edge - across };
  }

  screenPlace(point) {
    const unit = point.map((number, axis) => toUnit(number, this.space.axes[axis]));
    return this.camera.place([...unit, 0], this.box);
  }
}
