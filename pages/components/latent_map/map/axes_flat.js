// Frame, grid, numbers and titles of a map in two dimensions.

import { fromUnit, toUnit } from "./space.js";
import { roundTicks } from "./ticks.js";

const EM_A_TICK = [5, 4]; // at least so far apart, across and up

// Where the points are, and around it room for what is written. `em` is the size of type in pixels.
export function flatBox(width, height, em, { axes }) {
  const [left, bottom] = axes[0].hasTicks ? [4.9 * em, 3 * em] : [1.9 * em, 1.9 * em];
  const [top, right] = [0.6 * em, 0.6 * em];
  return { left, top, width: width - left - right, height: height - top - bottom };
}

export function drawFlatAxes(context, camera, box, { axes }, { theme, em }) {
  const right = box.left + box.width, bottom = box.top + box.height;
  Object.assign(context, { strokeStyle: theme.grid, fillStyle: theme.text, lineWidth: Math.max(1, em / 14) });
  for (const [axis, scale] of axes.entries()) {
    for (const { text, at } of scale.hasTicks ? ticksOf(camera, box, scale, axis, em) : []) {
      if (axis === 0) {
        line(context, at, box.top, at, bottom);
        const last = context.canvas.width - context.measureText(text).width / 2;
        write(context, text, Math.min(at, last), bottom + 0.85 * em, "center");
      } else {
        line(context, box.left, at, right, at);
        write(context, text, box.left - 0.5 * em, at, "right");
      }
    }
  }
  context.strokeRect(box.left, box.top, box.width, box.height);
  write(context, shortened(context, axes[0].title, box.width), box.left + box.width / 2, bottom + (axes[0].hasTicks ? 2.2 : 1.1) * em, "center");
  writeUpwards(context, shortened(context, axes[1].title, box.height), 0.9 * em, box.top + box.height / 2);
}

// Those that are seen, with their places on the screen.
function ticksOf(camera, box, scale, axis, em) {
  const length = axis === 0 ? box.width : box.height;
  const ends = [camera.planeAt(box.left, box.top + box.height, box), camera.planeAt(box.left + box.width, box.top, box)];
  const [low, high] = ends.map((end) => fromUnit(end[axis], scale));
  return roundTicks(low, high, Math.max(2, length / (EM_A_TICK[axis] * em))).map(({ value, text }) => {
    const point = axis === 0 ? [toUnit(value, scale), 0, 0] : [0, toUnit(value, scale), 0];
    return { text, at: camera.place(point, box)[axis] };
  });
}

// The title, or what stands before its brackets where it is too long.
export function shortened(context, title, room) {
  return context.measureText(title).width <= room ? title : title.split(" (")[0];
}

export function line(context, fromX, fromY, toX, toY) {
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}

export function write(context, text, x, y, align) {
  Object.assign(context, { textAlign: align, textBaseline: "middle" });
  context.fillText(text, x, y);
}

export function writeUpwards(context, text, x, y) {
  context.save();
  context.translate(x, y);
  context.rotate(-Math.PI / 2);
  write(context, text, 0, 0, "center");
  context.restore();
}
