// Where the maps of two runs have no codes, and what their decoders make of it. Nothing is loaded
// before it is scrolled to.

import { GLYPHS } from "../latent_map/map/shapes.js";
import { mountComponent } from "../shared/mount.js";
import { Side } from "./side.js";

const BEFORE = "300px"; // it begins so far before it is seen

class Holes {
  constructor(root) {
    this.root = root.querySelector(".sides");
    this.legend = root.querySelector(".legend");
    this.sides = [];
    this.observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) this.show();
    }, { rootMargin: BEFORE });
    this.observer.observe(this.root);
  }

  update({ data }) {
    if (data.since === this.data?.since) return;
    this.data = data;
    this.legend.replaceChildren("Digit:", ...data.colours.map(signOf));
    this.observer.unobserve(this.root);
    this.observer.observe(this.root); // looks again, also where it is in view
  }

  // Each side stays for as long as its run is shown.
  show() {
    const before = new Map(this.sides.map((side) => [side.run.network.decoder, side]));
    const sides = this.data.runs.map((run) => before.get(run.network.decoder) ?? this.makeSide({ ...run, colours: this.data.colours }));
    for (const side of this.sides) if (!sides.includes(side)) side.close();
    this.sides = sides;
    this.root.replaceChildren(...sides.map(({ root }) => root));
  }

  makeSide(run) {
    const root = document.createElement("section");
    root.ariaLabel = run.name;
    return new Side(root, run);
  }

  close() {
    this.observer.disconnect();
    for (const side of this.sides) side.close();
  }
}

// A digit, with the colour and the shape of its dots.
function signOf(colour, digit) {
  const both = document.createElement("span"), sign = document.createElement("i");
  Object.assign(sign, { textContent: GLYPHS[digit % GLYPHS.length], ariaHidden: true });
  sign.style.color = colour;
  both.append(sign, String(digit));
  return both;
}

export default mountComponent(Holes, ".ae-holes");
