// A walk as pictures: one frame with its titles, and a strip of several.

import { SIDE, Tiles } from "../tiles.js";
import { WAYS } from "./frames.js";

const SCALE = 6, GAP = 12, LINE = 30, LETTERS = 15, STRIP_SCALE = 4;
const PANEL = SIDE * SCALE;
export const FRAMES_IN_STRIP = 11;

// Draws frames of a walk onto a canvas, as the server does for a GIF.
export class Film {
  constructor() {
    this.canvas = blackCanvas(GAP + WAYS.length * (PANEL + GAP), LINE + PANEL + GAP);
    this.context = this.canvas.getContext("2d");
    for (const [i, title] of WAYS.entries()) {
      write(this.context, title, leftOf(i) + PANEL / 2, LINE / 2, "center");
    }
    this.tiles = new Tiles(document.createElement("canvas"));
    this.tiles.clear(1, 1);
    this.context.imageSmoothingEnabled = false;
  }

  draw(walk, frame) {
    for (const way of WAYS.keys()) {
      this.tiles.put(walk.levels(way, frame), 0, 0);
      this.context.drawImage(this.tiles.canvas, leftOf(way), LINE, PANEL, PANEL);
    }
  }
}

// The frame that column k of a strip shows.
export function frameInStrip(walk, k) {
  return Math.round((k / (FRAMES_IN_STRIP - 1)) * (walk.count - 1));
}

// A way's digits beside each other.
export function drawStrip(tiles, walk, way) {
  tiles.clear(FRAMES_IN_STRIP, 1);
  for (let k = 0; k < FRAMES_IN_STRIP; k++) tiles.put(walk.levels(way, frameInStrip(walk, k)), k, 0);
}

// The strips of all ways below each other, with their titles: a picture to take along.
export function stripPicture(walk) {
  const width = FRAMES_IN_STRIP * SIDE * STRIP_SCALE, row = LINE + SIDE * STRIP_SCALE;
  const picture = blackCanvas(width, WAYS.length * row), context = picture.getContext("2d");
  const tiles = new Tiles(document.createElement("canvas"));
  context.imageSmoothingEnabled = false;
  for (const [way, title] of WAYS.entries()) {
    drawStrip(tiles, walk, way);
    write(context, title, GAP / 2, way * row + LINE / 2, "left");
    context.drawImage(tiles.canvas, 0, way * row + LINE, width, SIDE * STRIP_SCALE);
  }
  return picture;
}

function leftOf(panel) {
  return GAP + panel * (PANEL + GAP);
}

function blackCanvas(width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").fillRect(0, 0, width, height);
  return canvas;
}

function write(context, text, x, y, align) {
  Object.assign(context, { font: `${LETTERS}px sans-serif`, fillStyle: "#fff", textAlign: align, textBaseline: "middle" });
  context.fillText(text, x, y);
}
