// Sixteen test digits, what the network was shown, what it made of them, where it errs, and by how
// much: panels of one size. They are painted over, never made anew. With a noise that is chosen here
// the network in this browser answers.

import { toBytes, toFloats } from "../shared/base64.js";
import { mountComponent } from "../shared/mount.js";
import { lossText } from "../live_view/texts.js";
import { errorMosaic, greyMosaic, WIDTH } from "../live_view/mosaic.js";
import { Denoising, squaredErrors } from "./denoising.js";
import { corrupt } from "./noise.js";
import { NoiseControls } from "./noise_controls.js";

class Reconstruction {
  constructor(root) {
    this.root = root;
    this.canvases = Object.fromEntries(
      [...root.querySelectorAll("canvas")].map((canvas) => [canvas.dataset.is, canvas]));
    this.errors = root.querySelector("ol");
    this.noise = null; // what was chosen here; null for what the run was trained with
    this.denoising = new Denoising({
      onAnswer: (answer, question) => this.showAnswer(answer, question),
      onProblem: (error) => this.showProblem(error),
    });
    this.controls = new NoiseControls(root.querySelector(".noise"), {
      onChange: (noise) => this.choose(noise),
      onNear: () => this.denoising.prepare(this.data.network),
    });
  }

  // Called at every script run; `mountComponent` keeps what is older away.
  update({ data }) {
    if (data.since === this.data?.since) return;
    this.data = data;
    this.digits = {
      originals: toBytes(data.originals),
      targets: Float32Array.from(toBytes(data.targets), (level) => level / 255),
      draws: { uniform: toFloats(data.uniform), normal: toFloats(data.normal) },
      colours: toBytes(data.error_colours),
    };
    this.controls.name(data.noise_names);
    // With a noise of one's own all stays as it is until the network has answered.
    if (this.noise) this.ask();
    else this.showAsTrained();
  }

  choose(noise) {
    this.noise = noise;
    if (!noise) return this.showAsTrained();
    this.controls.show(noise, false);
    this.showInputs(toLevels(corrupt(this.digits.targets, noise, this.digits.draws)));
    this.canvases.input.ariaLabel = this.inputInWords(noise);
    this.ask();
  }

  ask() {
    const { targets, draws } = this.digits;
    this.denoising.ask({
      targets, draws, noise: this.noise, addresses: this.data.network, digits: this.digits, data: this.data,
    });
  }

  showAsTrained() {
    const { data } = this;
    this.denoising.stop();
    this.controls.show(data.noise, true);
    this.controls.say(data.noise.kind === "none"
      ? "Choose a kind: the digits below follow the slider at once."
      : "As in the training. The digits below follow the slider at once.");
    this.showInputs(data.inputs && toBytes(data.inputs));
    this.canvases.input.ariaLabel = this.inputInWords(data.noise);
    this.showDigits(this.digits, toBytes(data.reconstructions), data);
  }

  // What was asked before the way back to the training's noise comes too late.
  showAnswer({ inputs, reconstructions, errors }, { targets, digits, data }) {
    if (!this.noise) return;
    const largest = Math.max(...errors.filter(Number.isFinite)) || 1;
    this.controls.show(this.noise, false);
    this.controls.say("Squared error per pixel against the clean digits, of these sixteen: " +
      `reconstructed ${lossText(mean(errors))}, input ${lossText(mean(squaredErrors(targets, inputs)))}.`);
    this.showInputs(toLevels(inputs));
    this.showDigits(digits, toLevels(reconstructions), {
      labels: data.labels,
      errors: Array.from(errors, lossText),
      shares: Array.from(errors, (error) => error / largest),
    });
  }

  // The noise stays chosen: the network of newer weights may answer.
  showProblem({ message, isTemporary }) {
    if (!this.noise) return;
    if (!isTemporary) this.showAsTrained();
    this.controls.say(isTemporary ? `${message} Trying again …` : message);
  }

  showDigits({ originals, colours }, reconstructed, { labels, errors, shares }) {
    this.paint("original", greyMosaic(originals));
    this.paint("reconstructed", greyMosaic(reconstructed));
    this.paint("error", errorMosaic(reconstructed, originals, colours));
    this.canvases.original.ariaLabel = `Sixteen test digits: ${labels.join(", ")}`;
    this.showErrors(labels, errors, shares);
  }

  showInputs(levels) {
    this.canvases.input.closest("figure").hidden = !levels;
    this.root.classList.toggle("with-input", Boolean(levels));
    if (levels) this.paint("input", greyMosaic(levels));
  }

  inputInWords({ kind, level }) {
    const words = kind === "none" ? "without noise" : `with noise, ${this.data.noise_names[kind]}, strength ${level.toFixed(2)}`;
    return `The same digits as the network is shown them, ${words}`;
  }

  showErrors(labels, errors, shares) {
    while (this.errors.childElementCount < labels.length) this.errors.append(makeCell());
    for (const [i, cell] of [...this.errors.children].entries()) {
      cell.style.setProperty("--share", `${100 * shares[i]}%`);
      [cell.firstChild.textContent, cell.lastChild.textContent] = [labels[i], errors[i]];
    }
  }

  paint(which, rgba) {
    this.canvases[which].getContext("2d").putImageData(new ImageData(rgba, WIDTH, WIDTH), 0, 0);
  }

  close() {
    this.denoising.close();
  }
}

// A digit and its error.
function makeCell() {
  const cell = document.createElement("li");
  cell.append(...["b", "span"].map((tag) => document.createElement(tag)));
  return cell;
}

// Grey levels of values, those beyond black and white cut off.
function toLevels(values) {
  return Uint8ClampedArray.from(values, (value) => 255 * value);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export default mountComponent(Reconstruction, ".ae-reconstruction");
