// A Plotly chart that tells the page which point was clicked.

import { mountComponent } from "../shared/mount.js";
import { drawPlot, dropPlot, loadPlotly } from "../shared/plotly.js";
import { themeOf, watchTheme } from "../shared/theme.js";

class Plot {
  constructor(root) {
    this.chart = root.querySelector(".chart");
    this.unwatch = watchTheme(root, () => this.draw());
    this.root = root;
  }

  update({ data, setStateValue }) {
    const isNew = !this.data || this.data.id !== data.id;
    this.data = data;
    this.setStateValue = setStateValue;
    this.chart.setAttribute("aria-label", data.label);
    this.chart.style.height = data.height;
    if (isNew) {
      loadPlotly(data.plotly).then(
        () => this.draw(),
        (error) => { this.chart.textContent = error.message; },
      );
    }
  }

  async draw() {
    if (!window.Plotly || !this.data) return;
    const theme = themeOf(this.root);
    const isSolid = this.data.traces.some((t) => t.type === "scatter3d");
    const axis = { gridcolor: theme.grid, zeroline: false, color: theme.text, automargin: true };
    const titled = (i) => ({ ...axis, title: { text: this.data.axes[i] ?? "" } });
    const { xaxis, yaxis, ...own } = this.data.layout;
    const layout = {
      margin: isSolid ? { l: 0, r: 0, t: 0, b: 0 } : { l: 4.6 * theme.fontSize, r: 10, t: 6, b: 3.75 * theme.fontSize },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: theme.font, size: theme.fontSize, color: theme.text },
      legend: { title: { text: "digit" }, itemsizing: "constant", y: 0.94 },
      hovermode: "closest", uirevision: this.data.id,
      ...(isSolid
        ? { scene: { xaxis: titled(0), yaxis: titled(1), zaxis: titled(2) } }
        : { xaxis: { ...titled(0), ...xaxis }, yaxis: { ...titled(1), ...yaxis } }),
      ...own,
    };
    const buttons = isSolid
      ? ["toImage", "resetCameraDefault3d"]
      : ["toImage", "zoomIn2d", "zoomOut2d", "resetScale2d"];
    const config = { responsive: true, displaylogo: false, modeBarButtons: [buttons] };
    if (await drawPlot(this.chart, this.data.traces, layout, config)) this.listen();
  }

  listen() {
    if (this.listening) return;
    this.listening = true;
    this.chart.on("plotly_click", (event) => {
      const chosen = event.points[0]?.customdata;
      if (chosen) this.setStateValue("clicked", chosen[0]);
    });
  }

  close() {
    this.unwatch();
    dropPlot(this.chart);
  }
}

export default mountComponent(Plot, ".ae-plot");
