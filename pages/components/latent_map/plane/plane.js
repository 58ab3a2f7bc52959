// The network under the pointer: what it makes of each code of a plane. Codes of two numbers are
// the plane; of longer ones it goes through the chosen digit's, along the two directions in which
// codes spread most.

import { drawDigit } from "../../shared/digits.js";
import { describeNumbers } from "../code_numbers.js";
import { savePicture } from "../downloads.js";
import { WhenSeen } from "../when_seen.js";
import { strongestDirections } from "./directions.js";
import { PlaneFrame } from "./frame.js";
import { Grid } from "./grid.js";
import { PlaneView } from "./view.js";

export class Plane {
  constructor(root, exploration) {
    this.exploration = exploration;
    this.view = new PlaneView(root, exploration.kept.plane);
    this.grid = new Grid(this.view.canvas, exploration.engine);
    this.decode = exploration.engine.follow((values) => drawDigit(this.view.digit, values));
    this.isWhole = exploration.size <= 2;
    this.drawing = new WhenSeen(root, () => this.draw());
    this.listen();
    this.centre();
  }

  listen() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.view.addEventListener("point", () => this.point(), { signal });
    this.view.addEventListener("size", () => this.resize(), { signal });
    this.view.addEventListener("save", () => this.save(), { signal });
    this.exploration.addEventListener("chosen", () => this.centre(), { signal });
    this.exploration.addEventListener("code", () => this.follow(), { signal });
  }

  // The plane through what is chosen now.
  async centre() {
    const { codes, size, chosen } = this.exploration;
    if (chosen === null) return;
    this.axes ??= strongestDirections(codes, size);
    const axes = await this.axes;
    const own = this.exploration.codeOf(chosen);
    if (this.ending.signal.aborted || chosen !== this.exploration.chosen) return;
    this.frame = new PlaneFrame(this.isWhole ? describeNumbers(codes, size).mean : own, axes);
    this.view.describe(this.names(axes), this.says());
    this.view.showChosen(this.frame.placeOf(own));
    this.show(this.frame.placeOf(own));
    if (!this.isWhole || !this.isDrawn) this.drawing.ask();
  }

  show(place) {
    this.view.show(place);
    this.ask(this.frame.codeAt(place));
  }

  ask(code) {
    this.decode(code).catch(() => this.drawing.ask()); // which asks again
  }

  point() {
    if (!this.frame) return;
    const { chosen } = this.exploration, code = this.frame.codeAt(this.view.place);
    this.ask(code); // first of all: what follows the pointer is in a hurry
    this.isPointing = true;
    this.exploration.showCode(code, this.isWhole ? "on the plane" : `on the plane around test image ${chosen}`);
    this.isPointing = false;
  }

  resize() {
    const { reach, side } = this.view;
    this.exploration.kept.plane = { reach, side };
    this.drawing.ask();
  }

  // Where all of a code lies on the plane it shows what is shown elsewhere.
  follow() {
    if (this.isWhole && this.frame && !this.isPointing) this.show(this.frame.placeOf(this.exploration.code));
  }

  async draw() {
    if (!this.frame) return;
    this.isDrawn = true;
    await this.decode(this.frame.codeAt(this.view.place));
    await this.grid.draw(this.frame, this.view.side, this.view.reach);
  }

  async save() {
    if (!this.frame) return;
    const canvas = document.createElement("canvas"), grid = new Grid(canvas, this.exploration.engine);
    const name = `plane-${this.exploration.run}-${this.view.side}.png`;
    try {
      await grid.draw(this.frame, this.view.side, this.view.reach);
      await savePicture(canvas, name);
      this.view.problem.textContent = "";
    } catch (error) {
      this.view.problem.textContent = error.message;
    }
  }

  names(axes) {
    return axes.map((_, i) => (this.isWhole ? `Number ${i + 1}` : `Direction ${i + 1}`));
  }

  says() {
    const { size, chosen } = this.exploration, share = Math.round(100 * this.frame.share);
    const which = {
      1: "The one number is the whole code.",
      2: "The two numbers are the whole code.",
    }[size] ?? `The plane goes through test image ${chosen}, in the middle, along the two directions in which codes spread most: ${share} % of their variance.`;
    return `Each digit is what the network makes of the code at its place. ${which} One spread is one standard deviation of the test images' codes.`;
  }

  close() {
    this.ending.abort();
    this.grid.close();
    this.drawing.close();
  }
}
