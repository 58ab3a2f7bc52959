// Sixteen test digits, what the network was shown, what it made of them, where it errs, and by how
// much: panels of one size. They are painted over, never made anew.

import { toBytes } from "../shared/base64.js";
import { mountComponent } from "../shared/mount.js";
import { errorMosaic, greyMosaic, WIDTH } from "../live_view/mosaic.js";

class Reconstruction {
  constructor(root) {
    this.root = root;
    this.canvases = Object.fromEntries(
      [...root.querySelectorAll("canvas")].map((canvas) => [canvas.dataset.is, canvas]));
    this.errors = root.querySelector("ol");
  }

  // Called at every script run; `mountComponent` keeps what is older away.
  update({ data }) {
    if (data.since === this.data?.since) return;
    this.data = data;
    const [original, reconstructed] = [data.originals, data.reconstructions].map(toBytes);
    this.paint("original", greyMosaic(original));
    this.paint("reconstructed", greyMosaic(reconstructed));
    this.paint("error", errorMosaic(reconstructed, original, toBytes(data.error_colours)));
    this.canvases.original.ariaLabel = `Sixteen test digits: ${data.labels.join(", ")}`;
    this.showInputs(data.inputs && toBytes(data.inputs));
    this.showErrors(data);
  }

  showInputs(levels) {
    this.canvases.input.closest("figure").hidden = !levels;
    this.root.classList.toggle("with-input", Boolean(levels));
    if (levels) this.paint("input", greyMosaic(levels));
  }

  showErrors({ labels, errors, shares }) {
    this.errors.replaceChildren(...labels.map((label, i) => {
      const cell = document.createElement("li"), digit = document.createElement("b");
      const error = document.createElement("span");
      [digit.textContent, error.textContent] = [label, errors[i]];
      cell.style.setProperty("--share", `${100 * shares[i]}%`);
      cell.append(digit, error);
      return cell;
    }));
  }

  paint(which, rgba) {
    this.canvases[which].getContext("2d").putImageData(new ImageData(rgba, WIDTH, WIDTH), 0, 0);
  }

  close() {}
}

export default mountComponent(Reconstruction, ".ae-reconstruction");
