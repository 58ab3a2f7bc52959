// A walk as a file that moves: made by the server of its frames, or recorded by the browser.

import { Film } from "./film.js";
import { SIDE } from "../tiles.js";
import { WAYS } from "./frames.js";

// Milliseconds of a frame; a GIF counts in tens.
export const FRAME = 40;
const DIGIT = SIDE * SIDE;
const VIDEOS = ["video/mp4;codecs=avc1.42E01E", "video/webm;codecs=vp9", "video/webm"];

// The file of a kind, "gif" or "webp", as the server at `address` makes it.
export async function animate(walk, kind, address) {
  const parameters = new URLSearchParams([["kind", kind], ["milliseconds", FRAME], ...WAYS.map((title) => ["title", title])]);
  const answer = await fetch(`${address}?${parameters}`, { method: "POST", body: framesOf(walk) }).catch(() => {
    throw new Error("The server does not answer: try again.");
  });
  if (!answer.ok) throw new Error(`The server made no ${kind.toUpperCase()}: ${await answer.text()}`);
  return answer.blob();
}

// Grey levels, frame by frame, the ways of each beside each other.
function framesOf(walk) {
  const { order } = walk, frames = new Uint8Array(order.length * WAYS.length * DIGIT);
  for (const [place, frame] of order.entries()) {
    for (const way of WAYS.keys()) frames.set(walk.levels(way, frame), (place * WAYS.length + way) * DIGIT);
  }
  return frames;
}

// The kind of video that this browser records, { type, ending }; null where it records none.
export function videoKind() {
  if (!globalThis.MediaRecorder || !HTMLCanvasElement.prototype.captureStream) return null;
  const type = VIDEOS.find((kind) => MediaRecorder.isTypeSupported(kind));
  return type ? { type, ending: type.slice("video/".length).split(";")[0] } : null;
}

// A video of a walk, there and back once. It is recorded as it plays; `progress` is told the share.
export async function record(walk, { type }, progress) {
  const film = new Film(), { order } = walk, parts = [];
  const recorder = new MediaRecorder(film.canvas.captureStream(1000 / FRAME), { mimeType: type, videoBitsPerSecond: 4e6 });
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  const { promise: ended, resolve, reject } = Promise.withResolvers();
  recorder.addEventListener("stop", resolve);
  recorder.addEventListener("error", () => reject(new Error("The browser could not record the video.")));
  film.draw(walk, order[0]);
  recorder.start();
  await play(order, (place) => {
    film.draw(walk, order[place]);
    progress(place / order.length);
  });
  recorder.stop();
  await ended;
  return new Blob(parts, { type });
}

// Calls `show` with one place after the other, each at its time; late ones are left out.
function play(order, show) {
  const started = performance.now();
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const place = Math.floor((performance.now() - started) / FRAME);
      if (place < order.length) return show(place);
      clearInterval(timer);
      resolve();
    }, FRAME / 2);
  });
}
