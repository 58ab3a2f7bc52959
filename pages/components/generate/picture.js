// The sheet as a picture to take along: digits above, under each the nearest training image.

import { savePicture } from "../latent_map/downloads.js";
import { SIDE, Tiles } from "../latent_map/tiles.js";

const ACROSS = 8, SCALE = 4, EDGE = 2;

// `digits`: grey levels of each; `nearest`: of the training image of each, empty where not known.
export function saveSheet(digits, nearest, name) {
  const rows = Math.ceil(digits.length / ACROSS), deep = nearest.length > 0 ? 2 : 1;
  const small = new Tiles(document.createElement("canvas"));
  small.clear(ACROSS, rows * deep);
  for (const [i, levels] of digits.entries()) {
    const column = i % ACROSS, row = deep * Math.floor(i / ACROSS);
    small.put(levels, column, row);
    if (nearest[i]) small.put(nearest[i], column, row + 1);
  }
  return savePicture(enlarged(small.canvas, rows, deep), name);
}

// Four times as large, with a line between the rows of digits.
function enlarged(small, rows, deep) {
  const high = deep * SIDE * SCALE, canvas = document.createElement("canvas");
  Object.assign(canvas, { width: small.width * SCALE, height: rows * high + (rows - 1) * EDGE * SCALE });
  const context = canvas.getContext("2d");
  Object.assign(context, { imageSmoothingEnabled: false, fillStyle: "#fff" });
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (let row = 0; row < rows; row++) {
    context.drawImage(small, 0, row * deep * SIDE, small.width, deep * SIDE, 0, row * (high + EDGE * SCALE), canvas.width, high);
  }
  return canvas;
}
