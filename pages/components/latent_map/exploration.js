// What all parts of the page share: a run's codes, the digits that they are of, the network, and what
// of it is shown now. Parts listen to it and call it, and know nothing of each other.
// Events: "chosen", "selected", "code" and "map", each when what it is named after has changed.

export class Exploration extends EventTarget {
  // `codes`: what `loadCodes` gives. `digits`: `Digits`, at least the first thousand loaded.
  constructor({ run, step, count, size, codes, errors, clusters }, digits, engine, addresses) {
    super();
    Object.assign(this, { run, step, count, size, codes, errors, clusters, digits, engine, addresses });
    this.chosen = null; // an index
    this.selection = []; // indices, sorted
    this.code = null; // float32 (size), decoded now
    this.origin = ""; // where that code came from
    this.map = null; // what `loadMap` gives
    this.kept = {}; // what parts keep for the exploration of another run, or of newer weights
  }

  get labels() {
    return this.digits.labels;
  }

  // Grey levels, uint8 (784); null while it is not here.
  pixels(index) {
    return this.digits.pixels(index);
  }

  codeOf(index) {
    return this.codes.slice(index * this.size, (index + 1) * this.size);
  }

  choose(index) {
    this.chosen = index;
    this.dispatchEvent(new Event("chosen"));
    this.showCode(this.codeOf(index), `of test image ${index}`);
  }

  select(indices) {
    this.selection = indices;
    this.dispatchEvent(new Event("selected"));
  }

  showCode(code, origin) {
    Object.assign(this, { code, origin });
    this.dispatchEvent(new Event("code"));
  }

  showMap(map) {
    this.map = map;
    this.dispatchEvent(new Event("map"));
  }
}
