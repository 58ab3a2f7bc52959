// A walk to take along: pictures that move, a video, the film strip.

import { saveBlob, savePicture } from "../downloads.js";
import { stripPicture } from "./film.js";
import { animate, record, videoKind } from "./recordings.js";

const FRAME = `
  <span>Take it along:</span>
  <button type="button" data-is="gif">GIF</button>
  <button type="button" data-is="webp">WebP</button>
  <button type="button" data-is="video">Video</button>
  <button type="button" data-is="strip">Film strip</button>
  <span class="status" role="status"></span>`;

export class TakeAlong {
  constructor(root, { run, addresses }) {
    this.run = run;
    root.innerHTML = FRAME;
    this.buttons = [...root.querySelectorAll("button")];
    this.status = root.querySelector(".status");
    this.video = videoKind();
    const files = {
      gif: () => this.animate("gif", addresses.animation),
      webp: () => this.animate("webp", addresses.animation),
      video: () => this.record(),
      strip: () => savePicture(stripPicture(this.walk), this.named("png")),
    };
    for (const button of this.buttons) {
      button.hidden = button.dataset.is === "video" && !this.video;
      button.addEventListener("click", () => this.make(files[button.dataset.is]));
    }
    this.enable(false);
  }

  // What the buttons give from now on: a walk, and the indices of its stops.
  offer(walk, stops) {
    [this.walk, this.stops] = [walk, stops];
    this.enable(true);
  }

  async make(file) {
    this.enable(false);
    this.say("One moment…");
    try {
      await file();
      this.say("");
    } catch (error) {
      this.say(error.message);
    } finally {
      this.enable(true);
    }
  }

  async animate(kind, address) {
    const name = this.named(kind);
    saveBlob(await animate(this.walk, kind, address), name);
  }

  async record() {
    const name = this.named(this.video.ending);
    saveBlob(await record(this.walk, this.video, (share) => this.say(`Recording, ${Math.round(100 * share)}%`)), name);
  }

  named(ending) {
    return `walk-${this.run}-${this.stops.join("-")}.${ending}`;
  }

  enable(isEnabled) {
    for (const button of this.buttons) button.disabled = !isEnabled;
  }

  say(text) {
    this.status.textContent = text;
  }
}
