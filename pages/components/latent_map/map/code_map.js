// The map of a run's codes, with its menus, its legend, and what it says of itself.

import { describeNumbers, meanCode, mostVarying } from "../code_numbers.js";
import { Below, FRAME as BELOW } from "./below.js";
import { Chart } from "./chart.js";
import { COLOURINGS, colouringOf } from "./colouring.js";
import { Controls, asMap, firstChoice } from "./controls.js";
import { Hovering } from "./hovering.js";
import { MapLoading } from "./loading.js";
import { Navigation } from "./navigation.js";
import { makeSpace, toUnit } from "./space.js";
import { Toolbar } from "./toolbar.js";

const FRAME = `
  <div class="controls" role="group" aria-label="What map"></div>
  <div class="field">
    <div class="chart" tabindex="0" role="application" aria-roledescription="map" aria-label="Map of the codes">
      <canvas aria-hidden="true"></canvas><canvas aria-hidden="true"></canvas><canvas aria-hidden="true"></canvas>
      <div class="preview" aria-hidden="true" hidden><canvas width="28" height="28"></canvas><span></span></div>
    </div>
    <div class="toolbar" role="toolbar" aria-label="On the map" aria-orientation="vertical"></div>
    <div class="progress" role="status" hidden><span></span><progress max="1" aria-label="How much is drawn"></progress><button type="button">Cancel</button></div>
  </div>${BELOW}`;
const KEYS = "Arrow keys go to the nearest point in their direction, with Shift they move the map, or turn it in 3-D; plus and minus zoom, 0 shows all; Enter selects the chosen point, Escape none.";

export class CodeMap {
  constructor(root, exploration) {
    this.exploration = exploration;
    root.innerHTML = FRAME;
    const find = (name) => root.querySelector(`.${name}`);
    this.node = find("chart");
    this.chart = new Chart(this.node, (i) => exploration.pixels(i));
    this.hovering = new Hovering(find("preview"), this.chart, exploration);
    this.navigation = new Navigation(this.node, this.chart, exploration, (index, at) => this.hovering.hover(index, at));
    exploration.kept.choice = firstChoice(exploration, mostSpread(exploration), exploration.kept.choice);
    this.controls = new Controls(find("controls"), exploration, exploration.kept.choice, (...change) => this.change(...change));
    this.toolbar = new Toolbar(find("toolbar"), this.navigation);
    this.below = new Below(root, exploration);
    this.loading = new MapLoading(find("progress"), exploration, () => this.controls.focus());
    this.listen();
    this.load(exploration.kept.choice);
  }

  listen() {
    this.ending = new AbortController();
    const { signal } = this.ending, { exploration } = this;
    exploration.addEventListener("chosen", () => this.markChosen(), { signal });
    exploration.addEventListener("selected", () => this.select(), { signal });
    exploration.addEventListener("code", () => this.markCode(), { signal });
  }

  change(choice, isSameMap) {
    if (!isSameMap) return this.load(choice);
    const { colour, look } = choice;
    this.exploration.kept.choice = { ...this.exploration.kept.choice, colour, look };
    if (!this.exploration.map) return; // shown with the first map
    this.chart.lookAs(look);
    this.colour();
  }

  async load(choice) {
    try {
      const map = await this.loading.load(asMap(choice), this.controls.methodInWords);
      if (this.ending.signal.aborted) return;
      if (map) this.show(map, choice);
      else this.goBack(choice); // called off
    } catch (error) {
      this.below.say(error.message);
      this.goBack(choice);
    }
  }

  // The menus say again what is shown, unless more has been chosen since.
  goBack(choice) {
    const { exploration, controls } = this;
    if (controls.choice === choice && exploration.map) controls.show(exploration.kept.choice);
  }

  show(map, choice) {
    const { exploration, chart, controls } = this, { colour, look } = controls.choice;
    exploration.kept.choice = { ...choice, colour, look };
    exploration.showMap(map);
    this.below.say(map.says);
    chart.look = look;
    chart.show(makeSpace(map, exploration.labels));
    this.colour();
    chart.select(exploration.selection);
    this.below.showSelection();
    this.markChosen();
    this.markCode();
  }

  colour() {
    const { exploration, chart, below } = this, { map, kept: { choice } } = exploration;
    const colouring = colouringOf(choice.colour, map.count, exploration);
    chart.colourBy(colouring);
    below.showColouring(colouring, choice.colour);
    this.node.ariaLabel = `${map.count.toLocaleString("en-US")} test digits as points on a map: ${map.axes.join(", ")}; coloured by ${COLOURINGS[choice.colour].toLowerCase()}. ${KEYS}`;
  }

  markChosen() {
    const { chosen, map } = this.exploration;
    if (!map) return;
    this.chart.mark({ chosen });
    this.chart.reveal(chosen);
  }

  // A selection's mean is a code: it is decoded.
  select() {
    const { selection, codes, size, map } = this.exploration;
    if (map) this.chart.select(selection);
    this.below.showSelection();
    if (selection.length > 0) this.exploration.showCode(meanCode(codes, size, selection), `the mean of ${selection.length} selected`);
  }

  // Where the code lies, on a map of its own numbers.
  markCode() {
    const { map, code } = this.exploration;
    if (!map) return;
    const { axes } = this.chart.space, isHere = map.method === "numbers" && map.dimensions > 1;
    const place = [0, 1, 2].map((axis) => (axis < map.dimensions ? toUnit(code[map.numbers[axis]], axes[axis]) : 0));
    this.chart.mark({ code: isHere ? place : null });
  }

  close() {
    this.ending.abort();
    this.loading.stop();
    this.chart.close();
  }
}

// The numbers of the code that spread most, those first that spread more; as many as a map has axes.
function mostSpread({ codes, size }) {
  const { spread } = describeNumbers(codes, size);
  return mostVarying(spread, 3).toSorted((a, b) => spread[b] - spread[a]);
}
