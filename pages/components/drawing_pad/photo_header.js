// What kind of picture a file is, and how large its own header says that it will be: read before any
// of it is decoded, for a small file can hold a picture that no memory does.

const KINDS = [
  { kind: "PNG", sign: [0x89, ..."PNG"], sizeOf: (file) => [file.long(16), file.long(20)] },
  { kind: "JPEG", sign: [0xFF, 0xD8, 0xFF], sizeOf: sizeOfJpeg },
  { kind: "GIF", sign: [..."GIF8"], sizeOf: sizeOfGif },
  { kind: "BMP", sign: [..."BM"], sizeOf: sizeOfBmp },
  { kind: "WebP", sign: [..."RIFF", null, null, null, null, ..."WEBP"], sizeOf: sizeOfWebp },
  { kind: "AVIF", sign: [null, null, null, null, ..."ftypavi"], sizeOf: sizeOfAvif },
  { kind: "HEIC", sign: [null, null, null, null, ..."ftyphe"], sizeOf: () => [0, 0] },
  { kind: "HEIC", sign: [null, null, null, null, ..."ftypm"], sizeOf: () => [0, 0] },
];

// Of a file's ArrayBuffer: { kind, width, height }; width and height NaN where it is cut short, null
// where it is no picture known here.
export function readHeader(buffer) {
  const bytes = new Uint8Array(buffer);
  const found = KINDS.find(({ sign }) => sign.every((part, i) => part === null || bytes[i] === codeOf(part)));
  if (!found) return null;
  try {
    const [width, height] = found.sizeOf(new Reader(buffer));
    return { kind: found.kind, width, height };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { kind: found.kind, width: Number.NaN, height: Number.NaN };
  }
}

function codeOf(part) {
  return typeof part === "string" ? part.codePointAt(0) : part;
}

// Numbers at places of the file; a RangeError beyond its end.
class Reader {
  constructor(buffer) {
    this.view = new DataView(buffer);
    this.length = buffer.byteLength;
  }

  byte(at) {
    return this.view.getUint8(at);
  }

  short(at, isLittle = false) {
    return this.view.getUint16(at, isLittle);
  }

  long(at, isLittle = false) {
    return this.view.getUint32(at, isLittle);
  }

  text(at, length) {
    return String.fromCodePoint(...Array.from({ length }, (_, i) => this.byte(at + i)));
  }
}

// In the first frame's segment; a small preview's lies within another, which is leapt over.
function sizeOfJpeg(file) {
  let at = 2;
  for (;;) {
    while (file.byte(at + 1) === 0xFF) at++; // padding
    const marker = file.byte(at + 1);
    const isFrame = marker >= 0xC0 && marker <= 0xCF && ![0xC4, 0xC8, 0xCC].includes(marker);
    if (isFrame) return [file.short(at + 7), file.short(at + 5)];
    at += 2 + file.short(at + 2);
  }
}

// A first frame may be larger than the screen that the header speaks of.
function sizeOfGif(file) {
  const tableAt = (at) => (file.byte(at) & 0x80 ? 3 * 2 ** ((file.byte(at) & 7) + 1) : 0);
  let at = 13 + tableAt(10);
  while (file.byte(at) === 0x21) { // an extension: blocks, the last one empty
    at += 2;
    while (file.byte(at) > 0) at += 1 + file.byte(at);
    at++;
  }
  const size = (start) => [file.short(start, true), file.short(start + 2, true)];
  const screen = size(6), frame = size(at + 5);
  return screen.map((side, i) => Math.max(side, frame[i]));
}

function sizeOfBmp(file) {
  if (file.long(14, true) === 12) return [file.short(18, true), file.short(20, true)];
  return [18, 22].map((at) => Math.abs(file.view.getInt32(at, true)));
}

function sizeOfWebp(file) {
  const form = file.text(12, 4);
  if (form === "VP8X") return [24, 27].map((at) => 1 + file.short(at, true) + 65_536 * file.byte(at + 2));
  if (form === "VP8L") {
    const bits = file.long(21, true);
    return [1 + (bits & 0x3FFF), 1 + ((bits >>> 14) & 0x3FFF)];
  }
  return [26, 28].map((at) => file.short(at, true) & 0x3FFF);
}

// The largest of all that are in it: tiles, previews, the picture itself.
function sizeOfAvif(file) {
  let largest = [Number.NaN, Number.NaN];
  const end = Math.min(file.length - 16, 65_536);
  for (let at = 0; at < end; at++) {
    if (file.long(at) !== 0x69_73_70_65) continue; // "ispe"
    const size = [file.long(at + 8), file.long(at + 12)];
    if (!(size[0] * size[1] <= largest[0] * largest[1])) largest = size;
  }
  return largest;
}
