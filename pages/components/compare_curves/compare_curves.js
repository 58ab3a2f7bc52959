// The losses of several runs, a chart for each unit; they grow while the runs train.

import { mountComponent } from "../shared/mount.js";
import { drawPlot, dropPlot, loadPlotly } from "../shared/plotly.js";
import { followRun } from "../shared/run_feeds.js";
import { themeOf, watchTheme } from "../shared/theme.js";
import { emptyState, hasPoints } from "../live_view/run_state.js";
import { chartsOf } from "./curves.js";
import { legendOf } from "./legend.js";
import { notesOf } from "./notes.js";
import { Options } from "./options.js";
import { chartLayout, chartTraces, titleOf } from "./traces.js";

// Milliseconds between two redraws: Plotly's take some 25 of a processor that also trains.
const PAUSE = 500;

class CompareCurves {
  constructor(root, { key }) {
    this.root = root;
    this.charts = root.querySelector(".charts");
    this.known = new Map(); // by run
    this.leave = new Map();
    this.plots = new Map(); // by unit
    this.options = new Options(root.querySelector(".tools"), key, () => this.draw());
    this.drawn = -PAUSE;
    this.unwatch = watchTheme(root, () => this.draw());
  }

  // Called at every script run with what the page knows.
  update({ data }) {
    this.data = data;
    this.options.offer(data.default_quantity, data.runs);
    const wanted = new Set(data.runs.map(({ id }) => id));
    for (const id of [...this.leave.keys()].filter((known) => !wanted.has(known))) this.forget(id);
    for (const { id, steps } of data.runs) {
      if (!this.leave.has(id)) this.leave.set(id, this.follow(id, steps));
    }
    this.loading ??= loadPlotly(data.plotly).then(
      () => this.draw(),
      (error) => { this.charts.textContent = error.message; },
    );
    this.draw();
  }

  follow(id, steps) {
    return followRun(`${this.data.live}/${id}`, emptyState({ run: id, steps, unit: "" }), {
      onMessage: (state, message) => {
        const isFirst = !hasPoints(this.known.get(id)?.state ?? emptyState({})) && hasPoints(state);
        this.known.set(id, { state, msPerStep: message.ms_per_step });
        if (isFirst) this.draw();
        else this.drawSoon();
      },
      onError() {}, // said beside its digits
      onLost() {},
    });
  }

  forget(id) {
    this.leave.get(id)();
    this.leave.delete(id);
    this.known.delete(id);
  }

  drawSoon() {
    const wait = Math.max(0, this.drawn + PAUSE - performance.now());
    this.drawing ??= setTimeout(() => this.draw(), wait);
  }

  draw() {
    clearTimeout(this.drawing);
    this.drawing = undefined;
    if (!this.data) return;
    const { runs, with_pca: withPca } = this.data;
    const choice = this.options.choice;
    const charts = chartsOf(runs, this.known, choice);
    const sizes = [...new Set(withPca ? charts.flatMap(({ pcas }) => pcas.map(({ size }) => size)) : [])];
    legendOf(this.root.querySelector(".legend"), runs, sizes, this.data.pca_meaning);
    this.root.querySelector(".notes").textContent = notesOf(charts, runs, choice);
    if (!window.Plotly) return;
    this.drawn = performance.now();
    this.keepPlots(charts.map(({ unit }) => unit));
    const theme = themeOf(this.root);
    for (const chart of charts) {
      const plot = this.plots.get(chart.unit);
      plot.setAttribute("aria-label", `Loss in ${chart.unit}: ${chart.lines.map(({ run }) => titleOf(run)).join(", ")}`);
      const traces = chartTraces(chart, sizes, withPca);
      const layout = chartLayout(chart, choice, withPca, theme);
      drawPlot(plot, traces, layout, { displayModeBar: false, responsive: true });
    }
  }

  // One for each unit, in the order of the charts; those that can stay do.
  keepPlots(units) {
    for (const [unit, plot] of this.plots) {
      if (units.includes(unit)) continue;
      dropPlot(plot);
      plot.remove();
      this.plots.delete(unit);
    }
    for (const unit of units) {
      if (this.plots.has(unit)) continue;
      const plot = document.createElement("div");
      plot.className = "chart";
      plot.setAttribute("role", "group");
      this.charts.append(plot);
      this.plots.set(unit, plot);
    }
    this.charts.style.setProperty("--count", Math.max(1, units.length));
  }

  close() {
    clearTimeout(this.drawing);
    this.unwatch();
    for (const id of this.leave.keys()) this.forget(id);
    this.keepPlots([]);
  }
}

export default mountComponent(CompareCurves, ".ae-compare-curves");
