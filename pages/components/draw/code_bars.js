// The code of the drawing: a bar for each of its numbers, up or down from zero.

import { fixed } from "../latent_map/formatting.js";
import { describeNumbers } from "../latent_map/code_numbers.js";
import { themeOf, watchTheme } from "../shared/theme.js";

const FEW = 4; // numbers that are written out
const REACH = 4; // standard deviations beside the mean that the bars have room for
const FRAME = `<p class="numbers"></p><canvas role="img" height="1"></canvas>`;

export class CodeBars {
  constructor(root, attempt) {
    this.attempt = attempt;
    root.innerHTML = FRAME;
    [this.numbers, this.canvas] = root.children;
    this.ending = new AbortController();
    const { signal } = this.ending;
    attempt.addEventListener("answer", () => this.show(), { signal });
    attempt.addEventListener("rest", () => this.tell(), { signal });
    this.unwatch = watchTheme(this.canvas, () => this.resize());
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.canvas);
    this.tell();
  }

  // The bars keep one scale from drawing to drawing: that of the test digits' codes.
  receive({ codes, size }) {
    const { mean, spread } = describeNumbers(codes, size);
    this.most = Math.max(...mean.map((number, i) => Math.abs(number) + REACH * spread[i])) || 1;
    this.show();
  }

  resize() {
    const { width, height } = this.canvas.getBoundingClientRect();
    if (width === 0) return;
    [this.canvas.width, this.canvas.height] = [width, height].map((side) => Math.round(side * devicePixelRatio));
    this.theme = themeOf(this.canvas);
    this.show();
  }

  show() {
    const { attempt: { code }, canvas, theme } = this;
    this.numbers.textContent = code ? inWords(code) : "Code";
    if (!theme) return;
    const context = canvas.getContext("2d"), { width, height } = canvas, middle = height / 2;
    context.clearRect(0, 0, width, height);
    context.fillStyle = theme.primary;
    const most = this.most ?? (Math.max(...(code ?? []).map(Math.abs)) || 1);
    for (const [i, number] of (code ?? []).entries()) {
      const length = Math.min(1, Math.max(-1, number / most)) * middle;
      const left = Math.round((i * width) / code.length), right = Math.round(((i + 1) * width) / code.length);
      const gap = right - left > 3 ? 1 : 0;
      context.fillRect(left, middle - Math.max(0, length), Math.max(1, right - left - gap), Math.abs(length));
    }
    context.fillStyle = theme.text;
    context.globalAlpha = 0.4;
    context.fillRect(0, Math.round(middle), width, Math.max(1, Math.round(devicePixelRatio)));
    context.globalAlpha = 1;
  }

  tell() {
    const { code } = this.attempt;
    this.canvas.ariaLabel = code ? `Its code as bars: ${inWords(code)}` : "No code yet";
  }

  close() {
    this.ending.abort();
    this.unwatch();
    this.observer.disconnect();
  }
}

// "Code: −0.53, 1.20", "Code: 128 numbers, 77 of them not zero".
function inWords(code) {
  if (code.length <= FEW) return `Code: ${Array.from(code, fixed).join(", ")}`;
  const used = code.filter((number) => number !== 0).length;
  return `Code: ${code.length} numbers${used < code.length ? `, ${used} of them not zero` : ""}`;
}
