// The cloud on its canvas: grid and numbers below, dots above. Sizes in pixels of the canvas.

import { line, write } from "../../latent_map/map/axes_flat.js";
import { roundTicks } from "../../latent_map/map/ticks.js";
import { ROWS } from "./gaze.js";

const RADIUS = 0.24, EM_A_TICK = [5, 2.4];
const CLEAR = 0.85, FAINT = 0.12; // opacity

// Where the dots are, with room for numbers left and below; `em` is the size of type.
export function pictureOf({ width, height }, em) {
  const [left, bottom, top, right] = [3.6 * em, 1.6 * em, 0.5 * em, 0.5 * em];
  return { em, box: { left, top, width: width - left - right, height: height - top - bottom } };
}

// `now`: x and y of each dot in turn; `gaze`: [x, y, half the width, half the height] of what is seen.
export function drawCloud(context, { em, box }, { theme, gaze, now, frame, labels, colours, only }) {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.font = `${em}px ${theme.font}`;
  Object.assign(context, { strokeStyle: theme.grid, fillStyle: theme.text, lineWidth: Math.max(1, em / 14) });
  if (frame && gaze) drawTicks(context, box, em, gaze, frame.numbers === 1);
  context.strokeRect(box.left, box.top, box.width, box.height);
  if (frame && gaze) drawDots(context, box, RADIUS * em, { gaze, now, labels, colours, only });
}

function drawTicks(context, box, em, [x, y, halfWidth, halfHeight], isInRows) {
  const bottom = box.top + box.height, right = box.left + box.width;
  for (const { value, text } of ticksOf(x, halfWidth, box.width / (EM_A_TICK[0] * em))) {
    const at = box.left + ((value - x) / halfWidth + 1) * (box.width / 2);
    line(context, at, box.top, at, bottom);
    write(context, text, at, bottom + 0.85 * em, "center");
  }
  const rows = Array.from({ length: ROWS }, (_, digit) => ({ value: ROWS - 1 - digit, text: String(digit) }));
  const up = isInRows ? rows : ticksOf(y, halfHeight, box.height / (EM_A_TICK[1] * em));
  for (const { value, text } of up) {
    const at = box.top + (1 - (value - y) / halfHeight) * (box.height / 2);
    line(context, box.left, at, right, at);
    write(context, text, box.left - 0.4 * em, at, "right");
  }
}

function ticksOf(middle, half, most) {
  return roundTicks(middle - half, middle + half, Math.max(2, most));
}

// The label that is brought forward comes last, over all others.
function drawDots(context, box, radius, { gaze, now, labels, colours, only }) {
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  const passes = only === null ? [() => true] : [(label) => label !== only, (label) => label === only];
  for (const [k, isIn] of passes.entries()) {
    context.globalAlpha = k === passes.length - 1 ? CLEAR : FAINT;
    for (let i = 0; i < labels.length; i++) {
      if (isIn(labels[i])) dot(context, box, radius, gaze, now[2 * i], now[2 * i + 1], colours[labels[i]]);
    }
  }
  context.restore();
}

function dot(context, box, radius, [x, y, halfWidth, halfHeight], atX, atY, colour) {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(
    box.left + ((atX - x) / halfWidth + 1) * (box.width / 2),
    box.top + (1 - (atY - y) / halfHeight) * (box.height / 2),
    radius, 0, 2 * Math.PI,
  );
  context.fill();
}
