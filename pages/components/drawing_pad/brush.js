// Strokes and pictures on a canvas, white on black, as they are on the pad and as the network sees them.
// A stroke: { size, points }, in sides of the pad: the brush's diameter, and [x, y, pressure, x, y, …] with
// pressure 1 where there is none. A picture: { picture }, base64 of its 112 by 112 grey levels.

import { toBytes } from "../shared/base64.js";

export const PICTURE = 112;

// Black, and all of them on it.
export function paintAll(context, strokes) {
  const { width, height } = context.canvas;
  context.fillStyle = "#000";
  context.fillRect(0, 0, width, height);
  for (const stroke of strokes) paint(context, stroke);
}

// A stroke from one of its points on, a round brush all along; or a whole picture.
export function paint(context, { size, points, picture }, from = 0) {
  if (picture) return paintPicture(context, toBytes(picture));
  const side = context.canvas.width;
  Object.assign(context, { strokeStyle: "#fff", lineCap: "round", lineJoin: "round" });
  for (let i = from; i < points.length / 3; i++) {
    const before = 3 * Math.max(0, i - 1), at = 3 * i;
    context.lineWidth = side * size * points[at + 2];
    context.beginPath();
    context.moveTo(side * points[before], side * points[before + 1]);
    context.lineTo(side * points[at], side * points[at + 1]);
    context.stroke();
  }
}

function paintPicture(context, levels) {
  const image = new ImageData(PICTURE, PICTURE), { width, height } = context.canvas;
  for (let i = 0; i < levels.length; i++) {
    image.data.fill(levels[i], 4 * i, 4 * i + 3);
    image.data[4 * i + 3] = 255;
  }
  const canvas = new OffscreenCanvas(PICTURE, PICTURE);
  canvas.getContext("2d").putImageData(image, 0, 0);
  context.drawImage(canvas, 0, 0, width, height);
}
