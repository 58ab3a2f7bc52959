// What is brought to the pad instead of being drawn: a photo from a file, dropped, pasted or taken, and
// examples of what is no digit.

import { EXAMPLES } from "../drawing_pad/examples.js";
import { readPhoto } from "../drawing_pad/photo.js";

const FRAME = `
  <button type="button" class="open">Bring a photo</button>
  <button type="button" class="take">Take a photo</button>
  <input type="file" accept="image/*" class="file" hidden>
  <input type="file" accept="image/*" capture="environment" class="camera" hidden>
  ${Object.keys(EXAMPLES).map((name) => `<button type="button" data-example="${name}">${name}</button>`).join("")}
  <p class="said" role="status"></p>`;
const HINT = "A photo of a digit can also be dropped here or pasted.";

export class Bringing {
  // A picture may be dropped on all of `place`.
  constructor(root, place, pad) {
    Object.assign(this, { place, pad, count: 0 });
    root.innerHTML = FRAME;
    const find = (selector) => root.querySelector(selector);
    this.said = find(".said");
    this.ending = new AbortController();
    for (const [button, field] of [["open", "file"], ["take", "camera"]]) this.connect(find(`.${button}`), find(`.${field}`));
    for (const button of root.querySelectorAll("[data-example]")) {
      button.addEventListener("click", () => this.show(EXAMPLES[button.dataset.example]));
    }
    pad.addEventListener("change", () => this.forget(), { signal: this.ending.signal });
    this.listenForFiles();
    this.said.textContent = HINT;
  }

  connect(button, field) {
    button.addEventListener("click", () => field.click());
    field.addEventListener("change", () => {
      if (field.files.length > 0) this.read(field.files[0]);
      field.value = ""; // the same again is a change too
    });
  }

  listenForFiles() {
    const { signal } = this.ending, { place } = this;
    const mark = (isOver) => place.classList.toggle("is-over", isOver);
    place.addEventListener("dragover", (event) => {
      event.preventDefault();
      mark(true);
    }, { signal });
    place.addEventListener("dragleave", ({ relatedTarget }) => mark(place.contains(relatedTarget)), { signal });
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      mark(false);
      this.take(event.dataTransfer, "There is no file in what was dropped: save the picture first, and drop that.");
    }, { signal });
    document.addEventListener("paste", (event) => {
      const isTyping = event.target.closest?.("input, textarea, [contenteditable]");
      if (!isTyping) this.take(event.clipboardData, "There is no picture in what was pasted.");
    }, { signal });
  }

  take({ files }, problem) {
    if (files.length > 0) return this.read(files[0]);
    this.count++;
    this.said.textContent = problem;
  }

  // Of several the last one counts.
  async read(file) {
    const number = ++this.count;
    this.said.textContent = "Reading the picture …";
    try {
      const picture = await readPhoto(file);
      if (number === this.count && !this.ending.signal.aborted) this.show([picture]);
    } catch (error) {
      if (error.name !== "PhotoError") throw error;
      if (number === this.count) this.said.textContent = error.message;
    }
  }

  show(strokes) {
    this.pad.show(strokes);
  }

  // Who draws on does not wait for a picture any more.
  forget() {
    this.count++;
    this.said.textContent = HINT;
  }

  close() {
    this.ending.abort();
  }
}
