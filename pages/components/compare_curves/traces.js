// A chart of curves.js as Plotly has it.

import { isActive } from "../live_view/run_state.js";
import { logTicks } from "../shared/log_ticks.js";
import { extentOf } from "./curves.js";

export const PCA_COLOUR = "#858585";
// By their place among the code sizes compared: as Plotly calls them, and as CSS does.
const DASHES = [
  { plotly: "dash", css: "dashed" }, { plotly: "dot", css: "dotted" }, { plotly: "longdash", css: "dashed" },
  { plotly: "dashdot", css: "dashed" }, { plotly: "longdashdot", css: "dashed" }, { plotly: "solid", css: "solid" },
];
const AXES = { step: "step", epoch: "passes over the training images", seconds: "seconds trained" };

export function dashOf(size, sizes) {
  return DASHES[sizes.indexOf(size) % DASHES.length];
}

export function chartTraces({ lines, pcas }, sizes, withPca) {
  const end = Math.max(...lines.map(({ x }) => x.at(-1)));
  return [
    ...lines.flatMap((line) => [training(line), validation(line), head(line)]),
    ...(withPca ? pcas.map((pca) => straight(pca, dashOf(pca.size, sizes), end)) : []),
  ];
}

function training({ run, x, y }) {
  return {
    x, y, name: `${titleOf(run)}, training`, mode: "lines", opacity: 0.75,
    line: { color: run.colour, width: 1.2 }, hovertemplate: hover(`${titleOf(run)}<br>training`),
  };
}

function validation({ run, validationX: x, validationY: y }) {
  return {
    x, y, name: `${titleOf(run)}, validation`, mode: "lines+markers",
    line: { color: run.colour, width: 2 },
    marker: { color: run.colour, symbol: run.symbol, size: 7, maxdisplayed: 12 },
    hovertemplate: hover(`${titleOf(run)}<br>validation`),
  };
}

// Where training is now.
function head({ run, state, x, y }) {
  const isThere = isActive(state) || state === "paused";
  return {
    x: isThere ? [x.at(-1)] : [], y: isThere ? [y.at(-1)] : [], name: `${titleOf(run)}, now`,
    mode: "markers", marker: { color: run.colour, size: 7 }, hoverinfo: "skip",
  };
}

function straight({ size, value }, dash, end) {
  return {
    x: [0, end], y: [value, value], name: pcaName(size), mode: "lines",
    line: { color: PCA_COLOUR, width: 2, dash: dash.plotly },
    hovertemplate: `${pcaName(size)}<br>%{y:.4g}<extra></extra>`,
  };
}

export function titleOf({ number, name }) {
  return `${number} ${name}`;
}

export function pcaName(size) {
  return `PCA, ${size} number${size > 1 ? "s" : ""}`;
}

function hover(title) {
  return `${title}<br>%{x:.6~g}: %{y:.4g}<extra></extra>`;
}

export function chartLayout(chart, { axis, scale }, withPca, theme) {
  const common = { gridcolor: theme.grid, zeroline: false, color: theme.text, automargin: true };
  const { pcas, unit } = chart;
  return {
    margin: { l: 60, r: 12, t: 8, b: 42 },
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: theme.font, size: theme.fontSize, color: theme.text },
    xaxis: { ...common, title: { text: AXES[axis], standoff: 6 }, rangemode: "tozero" },
    yaxis: {
      ...common, title: { text: unit.replace(", ", "<br>"), standoff: 8 }, type: scale,
      ...axisOf(chart, scale, withPca),
    },
    annotations: withPca ? pcas.map((pca) => nameAt(pca, scale)) : [],
    showlegend: false, hovermode: "closest", uirevision: `${unit} ${axis} ${scale}`,
  };
}

// Its name stands on the line, on the left, where the curves are high above it.
function nameAt({ size, value }, scale) {
  return {
    text: pcaName(size), x: 0.01, xref: "paper", xanchor: "left", yanchor: "bottom", showarrow: false,
    y: scale === "log" ? Math.log10(value) : value, font: { color: PCA_COLOUR },
  };
}

function axisOf(chart, scale, withPca) {
  const [least, largest] = extentOf(chart, withPca);
  if (scale === "linear") return { range: [0, largest * 1.04], exponentformat: "power" };
  const [low, high] = [least / 1.08, largest * 1.08];
  return { range: [Math.log10(low), Math.log10(high)], tickmode: "array", ...logTicks(low, high) };
}
