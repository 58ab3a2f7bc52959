// Sixteen digits, what the network was shown, what it made of them, and where it errs: a canvas each.

import { errorMosaic, greyMosaic, WIDTH } from "./mosaic.js";

export class Digits {
  // `errorColours`: see errorMosaic.
  constructor(root, errorColours) {
    this.root = root;
    this.errorColours = errorColours;
    this.contexts = Object.fromEntries(
      [...root.querySelectorAll("canvas")].map((c) => [c.dataset.is, c.getContext("2d")]));
  }

  showOriginals(levels) {
    this.originals = levels;
    this.paint("original", greyMosaic(levels));
  }

  // Null where the network is shown the originals.
  showInputs(levels) {
    this.contexts.input.canvas.closest("figure").hidden = !levels;
    this.root.classList.toggle("with-input", Boolean(levels));
    if (levels) this.paint("input", greyMosaic(levels));
  }

  // Null while there are none.
  showReconstructions(levels) {
    this.paint("reconstructed", greyMosaic(levels));
    this.paint("error", levels ? errorMosaic(levels, this.originals, this.errorColours) : greyMosaic(null));
  }

  // One synchronous putImageData a canvas: there is no blank frame.
  paint(which, rgba) {
    this.contexts[which].putImageData(new ImageData(rgba, WIDTH, WIDTH), 0, 0);
  }
}
