let loading;

// Plotly, read once for the page however many charts ask for it.
export function loadPlotly(url) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", () => {
      loading = undefined;
      reject(new Error("The chart library could not be loaded."));
    });
    document.head.append(script);
  });
  return loading;
}

const drawings = new WeakMap(); // of each chart: settled once nothing of it is being drawn
const dropped = new WeakSet(); // charts that were given up

// A chart's next picture, as Plotly.react takes it; whether it stands: one that was given up does not.
export async function drawPlot(plot, ...picture) {
  if (!window.Plotly || dropped.has(plot)) return false;
  const drawn = window.Plotly.react(plot, ...picture);
  drawings.set(plot, Promise.allSettled([drawings.get(plot), drawn]));
  await drawn;
  return !dropped.has(plot);
}

// The chart is given up. Plotly ends what it has begun first: it would call what is no longer there.
export async function dropPlot(plot) {
  dropped.add(plot);
  await drawings.get(plot);
  if (drawings.delete(plot)) window.Plotly.purge(plot);
}
