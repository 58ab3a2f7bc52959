// The same sixteen digits as several runs, and PCA, give them back: a tile each, side by side. Those
// of a run move while it trains.

import { toBytes } from "../shared/base64.js";
import { mountComponent } from "../shared/mount.js";
import { followRun } from "../shared/run_feeds.js";
import { keepOptions, readOptions } from "../live_view/options.js";
import { emptyState } from "../live_view/run_state.js";
import { columnsFor } from "./columns.js";
import { Tile } from "./tile.js";

class CompareDigits {
  constructor(root, { key, error_colours: colours }) {
    this.grid = root.querySelector(".tiles");
    this.key = key;
    this.colours = toBytes(colours);
    this.tiles = new Map(); // by key
    this.options = readOptions(key, { errors: false });
    this.listenToSwitch(root.querySelector("input"), root.querySelector(".key"));
  }

  listenToSwitch(input, legend) {
    input.checked = this.options.errors;
    legend.hidden = !input.checked;
    input.addEventListener("change", () => {
      this.options.errors = input.checked;
      legend.hidden = !input.checked;
      keepOptions(this.key, this.options);
      for (const tile of this.tiles.values()) tile.showErrors(input.checked);
    });
  }

  // Called at every script run with what the page knows.
  update({ data }) {
    this.data = data;
    const wanted = new Set(data.tiles.map((tile) => tile.key));
    for (const key of [...this.tiles.keys()].filter((known) => !wanted.has(known))) this.remove(key);
    for (const tile of data.tiles) this.put(tile);
    const { wide, narrow, rows } = columnsFor(data.tiles.length);
    this.grid.style.setProperty("--wide", wide);
    this.grid.style.setProperty("--narrow", narrow);
    this.grid.style.setProperty("--largest", rows > 1 ? "36vh" : "46vh");
  }

  put(data) {
    const isNew = !this.tiles.has(data.key);
    if (isNew) this.tiles.set(data.key, new Tile(this.colours, this.options.errors));
    const tile = this.tiles.get(data.key);
    tile.update(data);
    // In the order of the page; where it stands right it is not touched.
    const place = this.data.tiles.indexOf(data), there = this.grid.children[place];
    if (there !== tile.root) this.grid.insertBefore(tile.root, there ?? null);
    if (isNew && data.run) tile.leave = this.follow(tile, data);
  }

  follow(tile, { run, steps }) {
    return followRun(`${this.data.live}/${run}`, emptyState({ run, steps, unit: "" }), {
      onMessage: (state, message) => {
        tile.receive(message);
        if (tile.isMoving) this.grid.classList.add("is-live");
      },
      onError: (text) => tile.say(text),
      onLost: () => tile.say("The connection is lost; trying again."),
    });
  }

  remove(key) {
    const tile = this.tiles.get(key);
    tile.leave?.();
    tile.root.remove();
    this.tiles.delete(key);
  }

  close() {
    for (const key of this.tiles.keys()) this.remove(key);
  }
}

export default mountComponent(CompareDigits, ".ae-compare-digits");
