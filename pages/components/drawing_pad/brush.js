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
  Object.assign(context, { fillStyle: "#fff", strokeStyle: "#fff", lineCap: "round" });
  for (let at = 3 * from; at < points.length; at += 3) {
    const [x, y] = [side * points[at], side * points[at + 1]], width = side * size * points[at + 2];
    context.beginPath();
    context.arc(x, y, width / 2, 0, 2 * Math.PI); // a line of no length is not drawn
    context.fill();
    if (at === 0) continue;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(side * points[at - 3], side * points[at - 2]);
    context.lineTo(x, y);
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
