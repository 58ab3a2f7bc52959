// Arithmetic on codes: a group's mean, minus another's, plus a third's.

import { meanCode } from "../code_numbers.js";
import { combine } from "../vectors.js";
import { WhenSeen } from "../when_seen.js";
import { groupsOf } from "./groups.js";
import { Term } from "./term.js";

const SIGNS = ["", "−", "+"], WEIGHTS = [1, -1, 1];
const FIRST = ["label 9", "label 4", "label 1"];

const FRAME = `
  <p>The mean code of a group, minus that of another, plus that of a third: what comes out is a code too.</p>
  <div class="equation"></div>
  <p class="problem" role="status"></p>`;

export class Arithmetic {
  constructor(root, exploration) {
    this.exploration = exploration;
    root.innerHTML = FRAME;
    this.problem = root.querySelector(".problem");
    this.groups = groupsOf(exploration);
    this.terms = SIGNS.map((sign, i) => new Term(sign, this.groups, (exploration.kept.groups ?? FIRST)[i]));
    this.result = new Term("=", null);
    root.querySelector(".equation").replaceChildren(...[...this.terms, this.result].flatMap((term) => term.nodes));
    this.drawing = new WhenSeen(root, () => this.draw());
    this.listen(root);
    this.drawing.ask();
  }

  listen(root) {
    this.ending = new AbortController();
    const { signal } = this.ending;
    root.addEventListener("change", () => this.show(), { signal });
    for (const [event, key] of [["chosen", "chosen"], ["selected", "selection"]]) {
      this.exploration.addEventListener(event, () => {
        if (this.terms.some((term) => term.group.key === key)) this.drawing.ask();
      }, { signal });
    }
  }

  // What a user has chosen is shown in the page's other parts too.
  show() {
    this.drawing.ask();
    this.exploration.kept.groups = this.terms.map(({ group }) => group.key);
    const code = this.compute();
    if (code) this.exploration.showCode(code, this.inWords());
  }

  // The code that comes out; null where a group is empty. Sets those of the terms.
  compute() {
    const { codes, size } = this.exploration;
    for (const term of this.terms) {
      term.indices = term.group.indices();
      term.code = term.indices.length > 0 ? meanCode(codes, size, term.indices) : null;
    }
    if (this.terms.some(({ code }) => !code)) return null;
    return combine(new Float32Array(size), this.terms.map(({ code }, i) => [WEIGHTS[i], code]));
  }

  async draw() {
    this.result.code = this.compute();
    const all = [...this.terms, this.result], shown = all.filter(({ code }) => code);
    const { size, engine } = this.exploration, codes = new Float32Array(shown.length * size);
    for (const [i, { code }] of shown.entries()) codes.set(code, i * size);
    const drawing = (this.newest = Symbol("drawing"));
    const images = await engine.decodeAll(codes, shown.length);
    if (drawing !== this.newest) return;
    for (const term of all) term.show(images, shown.indexOf(term), this.inWords());
    const empty = this.terms.find(({ code }) => !code);
    this.problem.textContent = empty ? `There is nothing in “${empty.group.title}” yet: draw a box or a lasso on the map.` : "";
  }

  inWords() {
    return this.terms.map(({ sign, group }) => `${sign} ${group.title}`).join(" ").trim();
  }

  close() {
    this.ending.abort();
    this.drawing.close();
  }
}
