// The losses of a run against its steps, with the reader's choice of axis and smoothing. It is given
// states (run_state.js) and does not ask where they come from.

import { loadPlotly } from "../shared/plotly.js";
import { themeOf, watchTheme } from "../shared/theme.js";
import { keepOptions, readOptions } from "./options.js";
import { hasPoints } from "./run_state.js";
import { chartLayout, chartTraces, frameKey, legendEntries } from "./traces.js";

// Milliseconds between two redraws, and between two that are Plotly's own.
const PAUSE = 500, WHOLE = 2000;

export class LossChart {
  // `key` is the view's own on its page.
  constructor(root, key) {
    this.root = root;
    this.key = key;
    this.plot = root.querySelector(".chart");
    this.options = readOptions(key, { axis: "linear", smoothing: 0.6 });
    this.state = null;
    this.drawn = this.drawnWhole = -WHOLE;
    this.listenToSlider(root.querySelector("input[type=range]"), root.querySelector("output"));
    for (const radio of root.querySelectorAll("input[type=radio]")) this.listenToAxis(radio);
    this.unwatch = watchTheme(root, () => this.draw());
  }

  listenToSlider(slider, output) {
    const write = () => { output.value = (+slider.value).toFixed(2); };
    slider.value = this.options.smoothing;
    write();
    slider.addEventListener("input", () => {
      write();
      this.choose("smoothing", +slider.value);
    });
  }

  listenToAxis(radio) {
    radio.name = `axis of ${this.key}`; // one of a name is checked in the whole page
    radio.checked = radio.value === this.options.axis;
    radio.addEventListener("change", () => this.choose("axis", radio.value));
  }

  choose(name, value) {
    this.options[name] = value;
    keepOptions(this.key, this.options);
    this.draw();
  }

  // Until Plotly is there, nothing is drawn; reading it takes the browser half a second.
  async load(url) {
    await loadPlotly(url);
    this.draw();
  }

  get isEmpty() {
    return !this.state || !hasPoints(this.state);
  }

  // The same run's next state. Its first points are waited for.
  show(state) {
    const wasEmpty = this.isEmpty;
    this.state = state;
    if (wasEmpty && !this.isEmpty) this.draw();
    else this.drawSoon();
  }

  // Another run's first state, or that of none. An empty chart can stay until the run has points.
  restart(state) {
    const wasEmpty = this.isEmpty;
    this.state = state;
    if (!wasEmpty || !state.run) this.draw();
  }

  // At most so often, and lightly where it can be: Plotly's redraw takes some 25 ms of a processor
  // that also trains.
  drawSoon() {
    const wait = Math.max(0, this.drawn + PAUSE - performance.now());
    this.drawing ??= setTimeout(() => {
      if (!this.moveOn()) this.draw();
      this.drawing = undefined;
    }, wait);
  }

  draw() {
    clearTimeout(this.drawing);
    this.drawing = undefined;
    if (!window.Plotly || !this.state) return;
    this.drawn = this.drawnWhole = performance.now();
    this.drawnFrame = frameKey(this.state);
    const { axis, smoothing } = this.options, theme = themeOf(this.root);
    this.drawLegend(legendEntries(this.state, smoothing, theme));
    const traces = chartTraces(this.state, smoothing, theme);
    const config = { displayModeBar: false, responsive: true };
    window.Plotly.react(this.plot, traces, chartLayout(this.state, axis, theme), config);
  }

  // Only the curves' paths are set anew, and the dot at their head. False where that is not enough.
  moveOn() {
    const { xaxis, yaxis } = this.plot._fullLayout ?? {};
    const isOld = performance.now() - this.drawnWhole > WHOLE || frameKey(this.state) !== this.drawnFrame;
    if (!xaxis || isOld) return false;
    const traces = chartTraces(this.state, this.options.smoothing, themeOf(this.root));
    const moved = traces.filter((t) => t.uid && t.x.length > 0).map((t) => ({
      path: this.plot.querySelector(`.trace${t.uid} :is(.js-line, .point)`),
      points: t.x.map((x, i) => [xaxis.d2p(x), yaxis.d2p(t.y[i])]),
    }));
    const isInside = ([, y]) => y >= 0 && y <= yaxis._length;
    if (!moved.every(({ path, points }) => path && points.every(isInside))) return false;
    this.drawn = performance.now();
    for (const { path, points } of moved) {
      if (path.matches(".point")) path.setAttribute("transform", `translate(${points[0]})`);
      else path.setAttribute("d", `M${points.map((p) => p.map((at) => at.toFixed(1))).join("L")}`);
    }
    return true;
  }

  drawLegend(entries) {
    const key = JSON.stringify(entries);
    if (key === this.legendKey) return;
    this.legendKey = key;
    this.root.querySelector(".legend").replaceChildren(...entries.map(({ name, color, style }) => {
      const item = document.createElement("span"), mark = document.createElement("i");
      mark.style.borderTop = `2px ${style} ${color}`;
      item.append(mark, name);
      return item;
    }));
  }

  close() {
    clearTimeout(this.drawing);
    this.unwatch();
    if (window.Plotly) window.Plotly.purge(this.plot);
  }
}
