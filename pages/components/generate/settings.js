// What a sheet of digits is made with: where its codes come from, temperature and seed. It stands in
// the page's address, so that a link makes the same sheet.

export const FEWEST = 2, MOST = 50, HOTTEST = 2, SEEDS = 10_000;
const PAUSE = 300; // milliseconds: browsers allow few changes of the address a second
const NAMES = ["from", "temperature", "seed"];

export class Settings extends EventTarget {
  // `code`: { isVariational, most }, what there is to draw from.
  constructor(code) {
    super();
    Object.assign(this, { kind: code.isVariational ? "prior" : "gaussian", count: 10, temperature: 1, seed: 0 });
    this.read(code);
  }

  // As `ae.latent.sampling.SamplerChoice` reads it.
  get from() {
    return this.kind === "mixture" ? `mixture-${this.count}` : this.kind;
  }

  // "from", "temperature" or "seed" is the event of what has changed.
  change(event, values) {
    Object.assign(this, values);
    this.dispatchEvent(new Event(event));
    this.write();
  }

  // What the address asks for, where that can be had.
  read({ isVariational, most }) {
    const { searchParams } = new URL(location.href);
    const [from, temperature, seed] = NAMES.map((name) => searchParams.get(name) ?? "");
    const [kind, count] = from.split("-");
    if (from === "gaussian" || (from === "prior" && isVariational)) this.kind = kind;
    if (kind === "mixture" && isWhole(count, FEWEST, MOST)) Object.assign(this, { kind, count: Number(count) });
    if (/^\d(?:\.\d+)?$/u.test(temperature)) this.temperature = Math.min(HOTTEST, Number(temperature));
    this.seed = isWhole(seed, 0, SEEDS - 1) ? Number(seed) : Math.floor(SEEDS * Math.random());
    this.count = Math.min(this.count, Math.max(FEWEST, most));
    if (most < FEWEST && this.kind === "mixture") this.kind = "gaussian";
  }

  write() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const url = new URL(location.href);
      for (const name of NAMES) url.searchParams.set(name, this[name]);
      if (url.href !== location.href) history.replaceState(history.state, "", url);
    }, PAUSE);
  }

  close() {
    clearTimeout(this.timer);
  }
}

function isWhole(text, least, most) {
  return /^\d{1,6}$/u.test(text) && Number(text) >= least && Number(text) <= most;
}
