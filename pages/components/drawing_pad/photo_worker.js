// Beside the page: a file's header, its pixels, and the ink in them.

import { findInk } from "./ink.js";
import { readHeader } from "./photo_header.js";

const MOST_PIXELS = 40e6, MOST_BYTES = 64e6;
const SIDE = 640; // pixels of the longer side are enough for a digit
const READABLE = "JPEG, PNG, GIF, WebP, BMP or AVIF";

globalThis.addEventListener("message", async ({ data: file }) => {
  try {
    const levels = await read(file);
    globalThis.postMessage({ levels }, [levels.buffer]);
  } catch (error) {
    if (!(error instanceof Refusal)) console.error(error);
    const problem = error instanceof Refusal ? error.message : "The picture can't be read.";
    globalThis.postMessage({ problem }, []);
  }
});

class Refusal extends Error {}

async function read(file) {
  if (file.size > MOST_BYTES) refuse(`The file has ${inMillions(file.size)} MB, more than the 64 that are read here: bring a smaller one.`);
  const header = readHeader(await file.arrayBuffer());
  checkHeader(header);
  const bitmap = await decode(file, header);
  // What is white on nothing is seen on black.
  const levels = inkOn("#fff", bitmap) ?? inkOn("#000", bitmap);
  if (!levels) refuse("Nothing on the picture stands out from the rest: bring one of dark ink on bright paper, or the other way round.");
  return levels;
}

function checkHeader(header) {
  if (!header) refuse(`This is no picture that can be read here: bring a ${READABLE}.`);
  const { kind, width, height } = header;
  if (kind === "HEIC") refuse("HEIC pictures can't be read here: bring it as JPEG.");
  if (!(width * height > 0)) refuse(DAMAGED);
  if (width * height > MOST_PIXELS) refuse(`The picture has ${inMillions(width * height)} megapixels, more than the 40 that are read here: bring a smaller one.`);
}

const DAMAGED = "The picture can't be read: its file is damaged.";

function decode(file, { width, height }) {
  const side = width >= height ? { resizeWidth: Math.min(width, SIDE) } : { resizeHeight: Math.min(height, SIDE) };
  const options = { ...side, resizeQuality: "high", imageOrientation: "from-image" };
  return createImageBitmap(file, options).catch(() => refuse(DAMAGED));
}

function inkOn(paper, bitmap) {
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(scale * side)));
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  context.fillStyle = paper;
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  return findInk(context.getImageData(0, 0, width, height));
}

function inMillions(number) {
  return Math.round(number / 1e6).toLocaleString("en-US");
}

function refuse(sentence) {
  throw new Refusal(sentence);
}
