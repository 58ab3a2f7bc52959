// The live view of a run: numbers, loss chart, digits. The server pushes what is new over a
// websocket; nothing here is ever removed and made again while a run trains.

// Milliseconds between two redraws, and between two that are Plotly's own.
const PAUSE = 500, WHOLE = 2000;
const GRID = 4, SIDE = 28, DRAWN = 300;
const VALIDATION = "#e07b00";
// The stroke of each kind of baseline: [in Plotly's words, in CSS's].
const STROKES = {
  mean_image: ["dot", "dotted"], pca: ["dash", "dashed"], input: ["dash", "dashed"],
  copy: ["solid", "solid"],
};
// The parts of a loss: [what the legend says, colour].
const PARTS = {
  reconstruction: ["reconstruction", "#2a9d6f"],
  kl: ["KL divergence", "#b455c9"],
  regularisation: ["regularisation", "#a8761c"],
};
const KEEP = "ae.live";
const NUMBER = new Intl.NumberFormat("en-US");

// To the page's buttons these are one: a script run between them would hold up the first points.
function phase(state) {
  return ["queued", "starting", "running"].includes(state) ? "live" : state;
}

function bytes(text) {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}

function loss(value) {
  if (value === null || value === undefined) return "–";
  return Math.abs(value) < 0.001 || Math.abs(value) >= 1000 ? value.toExponential(3) : value.toPrecision(4);
}

function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

// Exponential moving average, corrected for its start, so that it is no slower to begin.
function smoothed(values, weight) {
  const out = new Float32Array(values.length);
  let sum = 0, norm = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) {
      sum = weight * sum + (1 - weight) * values[i];
      norm = weight * norm + (1 - weight);
    }
    out[i] = sum / norm;
  }
  return out;
}

// Thinned for drawing only: of each bucket its least and its largest value, in their order. The
// last value stays, for the dot that marks where training is lies on it.
function thinned(values) {
  const x = [], y = [];
  const size = Math.max(1, Math.ceil(values.length / (DRAWN / 2)));
  for (let start = 0; start < values.length; start += size) {
    let low = start, high = start;
    const end = Math.min(values.length, start + size);
    for (let i = start; i < end; i++) {
      if (values[i] < values[low]) low = i;
      if (values[i] > values[high]) high = i;
    }
    for (const i of low === high ? [low] : low < high ? [low, high] : [high, low]) {
      x.push(i + 1);
      y.push(values[i]);
    }
  }
  if (values.length && x.at(-1) !== values.length) {
    x.push(values.length);
    y.push(values.at(-1));
  }
  return { x, y };
}

// What was known up to a step, and what is new from there on.
function joined(known, fresh, first) {
  const all = new Float32Array(first + fresh.length);
  all.set(known.subarray(0, first));
  all.set(fresh, first);
  return all;
}

class Live {
  constructor(root) {
    this.root = root;
    this.chart = root.querySelector(".chart");
    this.canvases = Object.fromEntries(
      [...root.querySelectorAll("canvas")].map((c) => [c.dataset.is, c.getContext("2d")]));
    this.badge = root.querySelector(".badge");
    this.options = { axis: "linear", smoothing: 0.6, ...this.kept() };
    this.drawn = this.drawnWhole = -WHOLE;
    this.clear();
    const slider = root.querySelector("input[type=range]");
    const output = root.querySelector("output");
    slider.value = this.options.smoothing;
    output.value = (+slider.value).toFixed(2);
    slider.oninput = () => {
      output.value = (+slider.value).toFixed(2);
      this.option("smoothing", +slider.value);
    };
    for (const radio of root.querySelectorAll("input[type=radio]")) {
      radio.checked = radio.value === this.options.axis;
      radio.onchange = () => this.option("axis", radio.value);
    }
    this.unwatch = watchTheme(root, () => this.draw());
  }

  kept() {
    try { return JSON.parse(localStorage.getItem(KEEP)) ?? {}; } catch { return {}; }
  }

  option(name, value) {
    this.options[name] = value;
    try { localStorage.setItem(KEEP, JSON.stringify(this.options)); } catch { /* private window */ }
    this.draw();
  }

  clear() {
    this.losses = new Float32Array(0);
    this.parts = [];
    this.partNames = [];
    this.rateChanges = [];
    this.validations = [];
    this.lines = [];
    this.state = null;
    this.steps = 0;
  }

  // Called at every script run with what the page knows.
  update({ data, setStateValue }) {
    this.data = data;
    this.setStateValue = setStateValue;
    if (!this.originals) {
      this.originals = bytes(data.originals);
      this.paint("original", this.originals);
    }
    if (data.inputs !== this.inputs) {
      this.inputs = data.inputs;
      const figure = this.canvases.input.canvas.closest("figure");
      figure.hidden = !data.inputs;
      figure.parentElement.classList.toggle("with-input", Boolean(data.inputs));
      if (data.inputs) this.paint("input", bytes(data.inputs));
    }
    // Reading Plotly takes the browser half a second: until there is a run, the page comes first.
    if (data.run) this.needPlotly();
    else this.later ??= setTimeout(() => requestIdleCallback(() => this.needPlotly()), 1000);
    if (data.run !== this.run) {
      this.run = data.run;
      this.disconnect();
      const wasEmpty = !this.losses.length && !this.validations.length;
      this.clear();
      this.steps = data.steps;
      this.numbers({ state: data.run ? "opening" : "no run", waiting: data.hint });
      this.paint("reconstructed", new Uint8Array(this.originals.length));
      this.paint("error", null);
      if (this.run) this.connect();
      if (!this.run || !wasEmpty) this.draw(); // else there is nothing to clear
    } else if (!this.run && data.steps !== this.steps) {
      this.steps = data.steps;
      this.draw();
    }
  }

  needPlotly() {
    this.plotly ??= loadPlotly(this.data.plotly).then(
      () => this.draw(),
      (error) => this.say("error", error.message),
    );
  }

  connect() {
    const url = new URL(this.data.live + "/" + this.run, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = (this.socket = new WebSocket(url));
    let isFirst = true;
    socket.onmessage = (event) => {
      if (socket !== this.socket) return;
      const message = JSON.parse(event.data);
      if (isFirst && !message.error) {
        this.losses = new Float32Array(0);
        this.validations = [];
      }
      isFirst = false;
      this.receive(message);
    };
    socket.onclose = (event) => {
      if (socket !== this.socket || event.code === 1000) return;
      this.say(null, "The connection is lost; trying again.");
      this.retry = setTimeout(() => this.connect(), 1000);
    };
  }

  disconnect() {
    clearTimeout(this.retry);
    const socket = this.socket;
    this.socket = null;
    if (socket) socket.close();
  }

  receive(message) {
    if (message.error) return this.say("failed", message.error);
    const values = bytes(message.losses);
    const fresh = new Float32Array(values.buffer, 0, values.length / 4);
    const all = joined(this.losses, fresh, message.first);
    const isEmpty = !this.losses.length && !this.validations.length;
    this.receiveParts(message);
    this.losses = all;
    this.validations = [...this.validations.slice(0, message.first_validation), ...message.validations];
    this.lines = message.lines;
    this.rateChanges = message.rate_changes;
    this.steps = message.steps;
    this.numbers(message);
    if (message.images) this.digits(bytes(message.images));
    const isNewState = message.state !== this.state;
    this.state = message.state;
    if (isEmpty && (all.length || this.validations.length)) this.draw(); // somebody waits for it
    else this.drawSoon();
    // The page's buttons follow the run's state: one script run at each change that they know.
    if (isNewState && phase(message.state) !== phase(this.data.state)) {
      this.setStateValue("state", `${this.run} ${message.state}`);
    }
  }

  receiveParts(message) {
    const raw = bytes(message.parts), names = message.part_names;
    const rows = new Float32Array(raw.buffer, 0, raw.length / 4);
    this.partNames = names;
    this.parts = names.map((_, k) => {
      const fresh = Float32Array.from({ length: rows.length / names.length }, (_, i) => rows[i * names.length + k]);
      return joined(this.parts[k] ?? new Float32Array(0), fresh, message.first);
    });
  }

  say(state, text) {
    if (state) {
      this.badge.textContent = state;
      this.badge.dataset.state = state;
    }
    this.root.querySelector(".waiting").textContent = text ?? "";
  }

  numbers(m) {
    const pending = { pause: "pausing", stop: "stopping" }[m.wanted];
    const isLive = m.state === "running" || m.state === "starting";
    this.say(m.state, "");
    if (m.words) this.badge.textContent = m.words;
    if (pending && isLive) this.badge.textContent = pending;
    this.root.querySelector(".waiting").textContent = m.waiting || m.message || "";
    const set = (name, text) => {
      const node = this.root.querySelector(`[data-is=${name}]`);
      if (node.textContent !== text) node.textContent = text;
    };
    set("step", m.steps ? `${NUMBER.format(m.step)} / ${NUMBER.format(m.steps)}` : "–");
    set("pace", m.ms_per_step ? `${m.ms_per_step.toPrecision(3)} ms` : "–");
    set("left", m.state === "finished" ? "done" : duration(isLive ? m.seconds_left : null));
    set("train", loss(m.train));
    set("validation", loss(m.validation));
    const progress = this.root.querySelector("progress");
    progress.value = m.steps ? m.step / m.steps : 0;
  }

  digits(found) {
    this.paint("reconstructed", found);
    this.paint("error", found);
  }

  // One synchronous putImageData a canvas: there is no blank frame.
  paint(which, values) {
    const image = new ImageData(GRID * SIDE, GRID * SIDE);
    for (let n = 0; n < GRID * GRID; n++) {
      const left = (n % GRID) * SIDE, top = Math.floor(n / GRID) * SIDE;
      for (let i = 0; i < SIDE * SIDE; i++) {
        const at = 4 * ((top + Math.floor(i / SIDE)) * GRID * SIDE + left + (i % SIDE));
        const k = n * SIDE * SIDE + i;
        image.data[at + 3] = 255;
        if (!values) continue;
        if (which !== "error") {
          image.data[at] = image.data[at + 1] = image.data[at + 2] = values[k];
        } else {
          const error = values[k] - this.originals[k];
          if (error > 0) {
            image.data[at] = error;
            image.data[at + 1] = image.data[at + 2] = 0.25 * error;
          } else {
            image.data[at + 2] = -error;
            image.data[at] = 0.15 * -error;
            image.data[at + 1] = 0.45 * -error;
          }
        }
      }
    }
    this.canvases[which].putImageData(image, 0, 0);
  }

  traces(theme) {
    const raw = thinned(this.losses);
    const weight = this.options.smoothing;
    const smooth = weight ? smoothed(this.losses, weight) : this.losses;
    const label = "step %{x:,}: %{y:.5f}<extra></extra>";
    const traces = [{
      ...raw, uid: "each", name: weight ? "training, each step" : "training", mode: "lines",
      line: { color: theme.primary, width: weight ? 1 : 1.5 }, opacity: weight ? 0.3 : 1,
      hovertemplate: label, hoverinfo: weight ? "skip" : undefined,
    }, {
      ...(weight ? thinned(smooth) : { x: [], y: [] }),
      uid: "smoothed", name: "training, smoothed", mode: "lines", visible: Boolean(weight),
      line: { color: theme.primary, width: 2 }, hovertemplate: label,
    }, {
      ...this.validated(),
      name: "validation", mode: "lines+markers", hovertemplate: label,
      line: { color: VALIDATION, width: 1.5 }, marker: { size: 5 },
      cliponaxis: false, // the first, before any step, lies on it
    }, this.head(smooth, theme)];
    this.partNames.forEach((name, k) => traces.push({
      ...thinned(smoothed(this.parts[k], weight)), uid: name, name: PARTS[name][0], mode: "lines",
      line: { color: PARTS[name][1], width: 1.5 }, hovertemplate: `${PARTS[name][0]}, ${label}`,
    }));
    this.lines.forEach((line) => traces.push({
      x: [1, this.steps], y: [line.value, line.value], name: line.label, mode: "lines",
      line: { color: theme.text, width: 1.2, dash: STROKES[line.kind][0] }, opacity: 0.65,
      hovertemplate: `${line.label}: %{y:.5f}<extra></extra>`,
    }));
    return traces;
  }

  // The untrained network's, before any step, is a dot apart: a line from it would be no curve.
  validated() {
    const found = [...this.validations];
    if (found[0]?.[0] === 0) found.splice(1, 0, [null, null]);
    return { x: found.map((v) => v[0]), y: found.map((v) => v[1]) };
  }

  // A dot where training is now: of a long run the first steps are too narrow for a line.
  head(curve, theme) {
    const isThere = curve.length && (phase(this.state) === "live" || this.state === "paused");
    return {
      x: isThere ? [curve.length] : [], y: isThere ? [curve.at(-1)] : [], uid: "now",
      name: "now", mode: "markers", marker: { color: theme.primary, size: 6 }, hoverinfo: "skip",
    };
  }

  legend(theme) {
    const weight = this.options.smoothing;
    const entries = [
      [weight ? "training, smoothed" : "training, each step", theme.primary, "solid"],
      ["validation", VALIDATION, "solid"],
      ...this.partNames.map((name) => [...PARTS[name], "solid"]),
      ...this.lines.map((line) => [line.label, theme.text, STROKES[line.kind][1]]),
    ];
    const key = JSON.stringify(entries);
    if (key === this.legendKey) return;
    this.legendKey = key;
    this.root.querySelector(".legend").replaceChildren(...entries.map(([name, color, style]) => {
      const item = document.createElement("span"), mark = document.createElement("i");
      mark.style.borderTop = `2px ${style} ${color}`;
      item.append(mark, name);
      return item;
    }));
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

  // What a chart shows besides the curves, and their first points: validation may wait a little.
  frameKey() {
    const { state, steps, lines, rateChanges, losses } = this;
    return JSON.stringify([state, steps, lines, rateChanges, losses.length > 0]);
  }

  // Only the curves' paths are set anew, and the dot at their head. False where that is not enough.
  moveOn() {
    const { xaxis, yaxis } = this.chart._fullLayout ?? {};
    const isOld = performance.now() - this.drawnWhole > WHOLE || this.frameKey() !== this.drawnFrame;
    if (!xaxis || isOld) return false;
    const moved = this.traces(themeOf(this.root)).filter((t) => t.uid && t.x.length).map((t) => ({
      path: this.chart.querySelector(`.trace${t.uid} :is(.js-line, .point)`),
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

  draw() {
    clearTimeout(this.drawing);
    this.drawing = undefined;
    if (!window.Plotly || !this.data) return;
    this.drawn = this.drawnWhole = performance.now();
    this.drawnFrame = this.frameKey();
    const theme = themeOf(this.root);
    const axis = { gridcolor: theme.grid, zeroline: false, color: theme.text };
    const layout = {
      margin: { l: 62, r: 12, t: 6, b: 38 },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: theme.font, size: 12, color: theme.text },
      xaxis: { ...axis, title: { text: "step", standoff: 4 }, range: [0, Math.max(1, this.steps)] },
      yaxis: {
        ...axis, title: { text: this.data.unit, standoff: 6 }, type: this.options.axis,
        rangemode: this.options.axis === "linear" ? "tozero" : "normal",
        exponentformat: "power", nticks: 6,
        minor: this.options.axis === "log" ? { showgrid: false } : undefined,
      },
      shapes: this.rateChanges.map(([step]) => ({
        type: "line", x0: step, x1: step, y0: 0, y1: 1, yref: "paper", opacity: 0.5,
        line: { color: theme.text, width: 1, dash: "dot" },
      })),
      annotations: this.rateChanges.map(([step, rate]) => ({
        x: step, y: 1, yref: "paper", text: `rate ${rate}`, showarrow: false, xanchor: "left",
        yanchor: "top", font: { size: 11 }, opacity: 0.85,
      })),
      showlegend: false, // drawn below in HTML: Plotly would lay it out anew with every point
      hovermode: "closest", uirevision: `${this.run} ${this.options.axis}`,
    };
    this.legend(theme);
    const config = { displayModeBar: false, responsive: true };
    window.Plotly.react(this.chart, this.traces(theme), layout, config);
  }

  close() {
    clearTimeout(this.drawing);
    clearTimeout(this.later);
    this.disconnect();
    this.unwatch();
    if (window.Plotly) window.Plotly.purge(this.chart);
  }
}

export default mountComponent(Live, ".ae-live");
