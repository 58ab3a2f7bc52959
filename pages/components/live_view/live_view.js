// The live view of a run: numbers, loss chart, digits and codes. The server pushes what is new over a
// websocket; nothing here is ever removed and made again while a run trains.

import { mountComponent } from "../shared/mount.js";
import { explainTerms } from "../shared/terms.js";
import { Feed } from "./feed.js";
import { FoldedDigit } from "./folded_digit.js";
import { LossChart } from "./loss_chart.js";
import { Numbers } from "./numbers.js";
import { Pictures } from "./pictures.js";
import { emptyState, isActive } from "./run_state.js";

class LiveView {
  constructor(root, data) {
    const { key, terms } = data;
    explainTerms(root, terms);
    this.numbers = new Numbers(root.querySelector("header"));
    this.chart = new LossChart(root.querySelector(".loss-chart"), key, terms);
    this.pictures = new Pictures(root.querySelector(".pictures"), data);
    this.yourDigit = new FoldedDigit(root.querySelector(".your-digit"), key);
  }

  // Called at every script run with what the page knows.
  update({ data, setStateValue }) {
    const before = this.data ?? {};
    this.data = data;
    this.setStateValue = setStateValue;
    this.pictures.update(data, before);
    this.loadChartInTime();
    this.yourDigit.update(data);
    if (data.run !== this.run) this.open();
    else if (!data.run && announced(data) !== announced(before)) this.chart.restart(emptyState(data));
  }

  // Reading Plotly takes the browser half a second: until there is a run, the page comes first.
  loadChartInTime() {
    const load = () => {
      this.loading ??= this.chart.load(this.data.plotly).catch((e) => this.numbers.say("error", e.message));
    };
    if (this.data.run) load();
    else this.later ??= setTimeout(() => requestIdleCallback(load), 1000);
  }

  open() {
    const { run, hint, live } = this.data;
    this.run = run;
    this.feed?.close();
    this.feed = undefined;
    this.state = emptyState(this.data);
    this.numbers.show({ state: run ? "opening" : "no run", waiting: hint });
    this.pictures.restart();
    if (run) {
      this.feed = new Feed(`${live}/${run}`, this.state, {
        onMessage: (state, message) => this.receive(state, message),
        onError: (text, isGone) => this.fail(text, isGone),
        onLost: () => this.numbers.explain("The connection is lost; trying again."),
      });
    }
    this.chart.restart(this.state);
  }

  receive(state, message) {
    const isNewState = state.state !== this.state.state;
    this.state = state;
    this.numbers.show(message);
    this.pictures.receive(message);
    this.chart.show(state);
    this.yourDigit.receive(message);
    // The page's buttons follow the run's state: one script run at each change that they know. One
    // between queued and running would hold up the first points.
    const areButtonsOld = phase(state.state) !== phase(this.data.state);
    if (isNewState && areButtonsOld) this.setStateValue("state", `${this.run} ${state.state}`);
  }

  fail(text, isGone) {
    this.numbers.say("failed", text);
    // The page has more to say of a run that was deleted, and no buttons for it.
    if (isGone) this.setStateValue("state", `${this.run} gone`);
  }

  close() {
    clearTimeout(this.later);
    this.feed?.close();
    this.chart.close();
    this.yourDigit.close();
    this.pictures.close();
  }
}

// What an empty chart shows of the settings in the form.
function announced({ steps, unit, part_names: parts, line_names: lines }) {
  return JSON.stringify([steps, unit, parts, lines]);
}

function phase(state) {
  return isActive(state) ? "active" : state;
}

export default mountComponent(LiveView, ".ae-live");
