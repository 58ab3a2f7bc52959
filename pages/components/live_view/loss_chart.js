// The losses of a run against its steps, with the reader's choice of axes and smoothing. It is given
// states (run_state.js) and does not ask where they come from.

import { drawPlot, dropPlot, loadPlotly } from "../shared/plotly.js";
import { themeOf, watchTheme } from "../shared/theme.js";
import { ChartOptions } from "./chart_options.js";
import { drawLegend, drawUnit } from "./legend.js";
import { lastShown, lossRange } from "./ranges.js";
import { hasPoints } from "./run_state.js";
import { chartLayout, chartTraces, frameKey, legendEntries } from "./traces.js";

// Milliseconds between two redraws, and between two that are Plotly's own.
const PAUSE = 500, WHOLE = 2000;
// Pixels from the chart: a path that goes further is left to Plotly, which knows how to cut it.
const FAR = 1e5;

function isNear([, y]) {
  return Math.abs(y) < FAR;
}

export class LossChart {
  // `key` is the view's own on its page; `terms` tells what its words mean.
  constructor(root, key, terms) {
    this.root = root;
    this.terms = terms;
    this.plot = root.querySelector(".chart");
    this.state = null;
    this.drawn = this.drawnWhole = -WHOLE;
    this.options = new ChartOptions(root, key, () => this.draw());
    this.unwatch = watchTheme(root, () => this.draw());
    this.resizing = new ResizeObserver(() => {
      // Plotly throws where there is no place: the page may be on its way out.
      if (this.plot._fullLayout && this.plot.offsetParent) window.Plotly.Plots.resize(this.plot);
    });
    this.resizing.observe(this.plot);
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
    this.drawLabels();
    if (!wasEmpty || !state.run) this.draw();
  }

  // At most so often, and lightly where it can be: Plotly's redraw takes some 25 ms of a processor
  // that also trains.
  drawSoon() {
    const wait = Math.max(0, this.drawn + PAUSE - performance.now());
    this.drawing ??= setTimeout(() => {
      this.drawing = undefined;
      const picture = this.picture();
      if (!this.moveOn(picture)) this.draw(picture);
    }, wait);
  }

  // What is to be drawn: Plotly's traces, and how much of the run the axes show.
  picture() {
    const { axis, smoothing, isWhole, isStartShown } = this.options.values;
    const last = lastShown(this.state, isWhole), theme = themeOf(this.root);
    const traces = chartTraces(this.state, smoothing, theme, last);
    const losses = lossRange(traces, this.state.losses.length, axis, isStartShown);
    return { traces, theme, axis, last, range: losses?.range ?? null, start: losses?.start ?? null };
  }

  draw(picture = this.state && this.picture()) {
    clearTimeout(this.drawing);
    this.drawing = undefined;
    if (!window.Plotly || !picture) return;
    this.drawn = this.drawnWhole = performance.now();
    this.drawnFrame = frameKey(this.state, picture);
    this.drawLabels();
    this.options.offerStart(picture.start);
    const layout = chartLayout(this.state, picture, picture.theme);
    drawPlot(this.plot, picture.traces, layout, { displayModeBar: false });
  }

  // Only the curves' paths are set anew, and the dot at their head. False where that is not enough.
  moveOn(picture = this.picture()) {
    const { xaxis, yaxis } = this.plot._fullLayout ?? {};
    const isOld = performance.now() - this.drawnWhole > WHOLE;
    if (!xaxis || isOld || frameKey(this.state, picture) !== this.drawnFrame) return false;
    const moved = picture.traces.filter((t) => t.uid && t.x.length > 0).map((t) => ({
      path: this.plot.querySelector(`.trace${t.uid} :is(.js-line, .point)`),
      points: t.x.map((x, i) => [xaxis.d2p(x), yaxis.d2p(t.y[i])]),
    }));
    if (!moved.every(({ path, points }) => path && points.every(isNear))) return false;
    this.drawn = performance.now();
    for (const { path, points } of moved) {
      if (path.matches(".point")) path.setAttribute("transform", `translate(${points[0]})`);
      else path.setAttribute("d", `M${points.map((p) => p.map((at) => at.toFixed(1))).join("L")}`);
    }
    return true;
  }

  // They are there before the first point, and before Plotly.
  drawLabels() {
    const entries = legendEntries(this.state, this.options.values.smoothing, themeOf(this.root));
    drawLegend(this.root.querySelector(".legend"), entries, this.terms);
    drawUnit(this.root.querySelector(".unit"), this.state.unit, this.terms);
  }

  close() {
    clearTimeout(this.drawing);
    this.unwatch();
    this.resizing.disconnect();
    dropPlot(this.plot);
  }
}
