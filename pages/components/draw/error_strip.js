// The errors of all test digits as a strip of bars along a logarithmic axis, and one error's mark in it.

import { lossText } from "../live_view/texts.js";
import { themeOf, watchTheme } from "../shared/theme.js";

const BARS = 60;
const ROOM = 4; // times the largest error: what lies beyond stands at the end
const FRAME = `<canvas role="img"></canvas><span class="mark" hidden></span>
  <div class="ends"><span></span><span>squared error, log scale; grey: the test digits</span><span></span></div>`;

export class ErrorStrip {
  constructor(root) {
    root.innerHTML = FRAME;
    [this.canvas, this.marker] = root.children;
    [this.low, , this.high] = root.querySelectorAll(".ends span");
    this.canvas.ariaLabel = "Errors of the test digits, not here yet";
    this.unwatch = watchTheme(this.canvas, () => this.draw());
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.canvas);
  }

  // `sorted`: float32, of all test digits.
  receive(sorted) {
    this.scale = scaleOf(sorted);
    this.counts = histogram(sorted, this.scale);
    [this.low.textContent, this.high.textContent] = [this.scale.low, this.scale.high].map(roughly);
    const at = (share) => lossText(sorted[Math.floor(share * (sorted.length - 1))]);
    this.canvas.ariaLabel = `Squared errors of ${sorted.length.toLocaleString("en-US")} test digits: half of them lie between ${at(0.25)} and ${at(0.75)}, the largest is ${at(1)}`;
    this.draw();
    this.mark(this.error);
  }

  mark(error) {
    this.error = error;
    const isSeen = Boolean(this.scale) && Number.isFinite(error ?? Number.NaN);
    this.marker.hidden = !isSeen;
    if (isSeen) this.marker.style.left = `${100 * shareOf(error, this.scale)}%`;
  }

  draw() {
    const { canvas, counts } = this, { width, height } = canvas.getBoundingClientRect();
    if (!counts || width === 0) return;
    [canvas.width, canvas.height] = [width, height].map((side) => Math.round(side * devicePixelRatio));
    const context = canvas.getContext("2d"), theme = themeOf(canvas), most = Math.max(...counts);
    context.fillStyle = theme.text;
    context.globalAlpha = 0.45;
    for (const [bar, count] of counts.entries()) {
      const left = Math.round((bar * canvas.width) / BARS), right = Math.round(((bar + 1) * canvas.width) / BARS);
      const length = Math.ceil((count / most) * (canvas.height - 1));
      context.fillRect(left, canvas.height - Math.max(1, length), right - left - (right - left > 2 ? 1 : 0), Math.max(1, length));
    }
  }

  close() {
    this.unwatch();
    this.observer.disconnect();
  }
}

// An end of the axis, where no digit lies.
function roughly(error) {
  return String(Number(error.toPrecision(2)));
}

export function scaleOf(sorted) {
  const least = sorted.find((error) => error > 0) ?? 1;
  return { low: least / 1.2, high: ROOM * Math.max(sorted.at(-1), least) };
}

export function histogram(errors, scale) {
  const counts = Array.from({ length: BARS }, () => 0);
  for (const error of errors) counts[Math.min(BARS - 1, Math.floor(BARS * shareOf(error, scale)))]++;
  return counts;
}

// Where an error lies on the axis, 0 to 1.
export function shareOf(error, { low, high }) {
  if (!(error > low)) return 0;
  return Math.min(1, Math.log(error / low) / Math.log(high / low));
}
