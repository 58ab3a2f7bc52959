// A loss chart as plain values, from a run's state (run_state.js) and a theme (theme.js).

import { isActive } from "./run_state.js";
import { smoothed, thinned } from "./series.js";

const VALIDATION = "#e07b00";
const PARTS = {
  reconstruction: { name: "reconstruction", color: "#2a9d6f" },
  kl: { name: "KL divergence", color: "#b455c9" },
  regularisation: { name: "regularisation", color: "#a8761c" },
};
// A baseline's dash by its kind: as Plotly calls it, and as CSS does.
const DASHES = {
  mean_image: { plotly: "dot", css: "dotted" },
  pca: { plotly: "dash", css: "dashed" },
  input: { plotly: "dash", css: "dashed" },
  copy: { plotly: "solid", css: "solid" },
};
const HOVER = "step %{x:,}: %{y:.5f}<extra></extra>";

// Plotly's. Those with a uid can be moved on without it; their order is what tests and styles know.
// `last` is the last step on the axis.
export function chartTraces(state, smoothing, theme, last) {
  const smooth = smoothing ? smoothed(state.losses, smoothing) : state.losses;
  return [
    eachStep(state, smoothing, theme),
    {
      ...(smoothing ? thinned(smooth) : { x: [], y: [] }),
      uid: "smoothed", name: "training, smoothed", mode: "lines", visible: Boolean(smoothing),
      line: { color: theme.primary, width: 2 }, hovertemplate: HOVER,
    },
    validation(state),
    head(state, smooth, theme),
    ...state.partNames.map((name, k) => part(name, smoothed(state.parts[k], smoothing))),
    ...state.lines.filter(({ value }) => value !== null).map((line) => baseline(line, last, theme)),
  ];
}

function eachStep({ losses }, smoothing, theme) {
  return {
    ...thinned(losses), uid: "each", mode: "lines",
    name: smoothing ? "training, each step" : "training",
    line: { color: theme.primary, width: smoothing ? 1 : 1.5 }, opacity: smoothing ? 0.3 : 1,
    hovertemplate: HOVER, hoverinfo: smoothing ? "skip" : undefined,
  };
}

// The untrained network's, before any step, is a dot apart: a line from it would be no curve.
function validation({ validations }) {
  const points = [...validations];
  if (points[0]?.[0] === 0) points.splice(1, 0, [null, null]);
  return {
    x: points.map(([step]) => step), y: points.map(([, loss]) => loss),
    name: "validation", mode: "lines+markers", hovertemplate: HOVER,
    line: { color: VALIDATION, width: 1.5 }, marker: { size: 5 },
    cliponaxis: false, // the first, before any step, lies on it
  };
}

// A dot where training is now: of a long run the first steps are too narrow for a line.
function head({ state }, curve, theme) {
  const isThere = curve.length > 0 && (isActive(state) || state === "paused");
  return {
    x: isThere ? [curve.length] : [], y: isThere ? [curve.at(-1)] : [], uid: "now",
    name: "now", mode: "markers", marker: { color: theme.primary, size: 6 }, hoverinfo: "skip",
  };
}

function part(key, curve) {
  const { name, color } = PARTS[key];
  return {
    ...thinned(curve), uid: key, name, mode: "lines",
    line: { color, width: 1.5 }, hovertemplate: `${name}, ${HOVER}`,
  };
}

function baseline(line, last, theme) {
  return {
    x: [0, last], y: [line.value, line.value], name: line.label, mode: "lines", meta: "baseline",
    line: { color: theme.text, width: 1.2, dash: DASHES[line.kind].plotly }, opacity: 0.65,
    hovertemplate: `${line.label}: %{y:.5f}<extra></extra>`,
  };
}

// The legend's entries; `style` is CSS's for a border.
export function legendEntries({ partNames, lines }, smoothing, theme) {
  const training = smoothing ? "training, smoothed" : "training, each step";
  return [
    { name: training, color: theme.primary, style: "solid" },
    { name: "validation", color: VALIDATION, style: "solid" },
    ...partNames.map((key) => ({ ...PARTS[key], style: "solid" })),
    ...lines.map((line) => ({ name: line.label, color: theme.text, style: DASHES[line.kind].css })),
  ];
}

// Plotly's. `axis` is "linear" or "log", `range` that of losses, null while there are none.
export function chartLayout({ run, rateChanges }, { axis, last, range }, theme) {
  const common = { gridcolor: theme.grid, zeroline: false, color: theme.text };
  const size = theme.fontSize;
  return {
    margin: { l: 4.2 * size, r: size, t: 0.6 * size, b: 2.2 * size },
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: theme.font, size, color: theme.text },
    // What is measured stands beside the first tick: a title of its own would take a line.
    xaxis: {
      ...common, range: [0, last], tickformat: ",", tickprefix: "step ", showtickprefix: "first",
      ticks: "outside", ticklen: 0.4 * size, tickcolor: "rgba(0,0,0,0)",
    },
    yaxis: {
      ...common, type: axis, range: range ?? [0, 1], showticklabels: range !== null,
      exponentformat: "power", nticks: 6,
      minor: axis === "log" ? { showgrid: false } : undefined,
    },
    shapes: rateChanges.map(([step]) => ({
      type: "line", x0: step, x1: step, y0: 0, y1: 1, yref: "paper", opacity: 0.5,
      line: { color: theme.text, width: 1, dash: "dot" },
    })),
    annotations: rateChanges.map(([step, rate]) => ({
      x: step, y: 1, yref: "paper", text: `rate ${rate}`, showarrow: false, xanchor: "left",
      yanchor: "top", opacity: 0.85,
    })),
    showlegend: false, // drawn above in HTML: Plotly would lay it out anew with every point
    hovermode: "closest", uirevision: `${run} ${axis}`,
  };
}

// What a chart shows besides the curves, and their first points: validation may wait a little.
export function frameKey({ state, rateChanges, losses, lines }, { axis, last, range }) {
  return JSON.stringify([state, rateChanges, losses.length > 0, lines, axis, last, range]);
}
