// The table of scores: one row for each sampler that was scored, between the floor and the ceiling.

import { term } from "../shared/terms.js";
import { percent, samplerName } from "./score_words.js";

const SVG = "http://www.w3.org/2000/svg";
// A z-score below which chance does not explain that samples lie so near to training images.
const COPIES = -3;
// Columns: the term that explains it, its text, and where the best of several is.
const FIGURES = [
  { word: "Accepted", value: ({ accepted }) => accepted, text: percent, best: Math.max },
  { word: "Fréchet distance", value: ({ frechet }) => frechet, text: (value) => value.toFixed(1), best: Math.min },
  { word: "Density", value: ({ density }) => density, text: (value) => value.toFixed(2) },
  { word: "Coverage", value: ({ coverage }) => coverage, text: percent, best: Math.max },
  { word: "Nearer than test digits", value: ({ nearer }) => nearer, text: percent },
];
const SPREAD = "Spread over digits";

export class ScoreTable {
  // `terms`: what each column and the two rows of reference mean.
  constructor(root, terms) {
    this.root = root;
    root.innerHTML = `<table><caption></caption><thead><tr><th scope="col">Samples</th></tr></thead><tbody></tbody></table>`;
    this.terms = terms;
    this.caption = root.querySelector("caption");
    this.body = root.querySelector("tbody");
    for (const word of [FIGURES[0].word, SPREAD, ...FIGURES.slice(1).map((figure) => figure.word)]) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.append(term(word, terms[word]));
      root.querySelector("tr").append(cell);
    }
  }

  // `scored`: what the server keeps of the scores of these weights.
  show(scored) {
    this.root.hidden = scored.length === 0;
    if (this.root.hidden) return;
    const [{ floor, ceiling, count }] = scored;
    this.caption.textContent = `${count.toLocaleString("en-US")} samples each; the best of several in bold`;
    const rows = scored.toSorted((a, b) => a.scores.frechet - b.scores.frechet);
    this.body.replaceChildren(
      this.row("Training images", floor, "is-reference", "Floor"),
      ...rows.map((one) => this.row(nameOf(one), one.scores, "", "", bestOf(rows))),
      this.row("Gaussian on PCA", ceiling, "is-reference", "Ceiling"),
    );
  }

  row(name, scores, className, word = "", best = []) {
    const row = document.createElement("tr"), head = document.createElement("th");
    row.className = className;
    head.scope = "row";
    head.append(name);
    if (word) head.append(" ", this.inBrackets(word));
    const cells = FIGURES.map(({ value, text }, i) => {
      const cell = document.createElement("td");
      cell.textContent = text(value(scores));
      cell.classList.toggle("is-best", value(scores) === best[i]);
      return cell;
    });
    if (scores.copying < COPIES) cells.at(-1).append(flag(scores.copying));
    cells.splice(1, 0, spread(scores));
    row.append(head, ...cells);
    return row;
  }

  inBrackets(word) {
    const both = document.createElement("span");
    both.className = "whole";
    both.append("(", term(word.toLowerCase(), this.terms[word]), ")");
    return both;
  }
}

function nameOf({ sampler, temperature }) {
  const name = samplerName(sampler).replace(/^(?:the|a) /u, "");
  return `${name[0].toUpperCase()}${name.slice(1)}${temperature === 1 ? "" : `, temperature ${temperature.toFixed(2)}`}`;
}

// The best value of each column; none where there is nothing to choose.
function bestOf(rows) {
  if (rows.length < 2) return [];
  return FIGURES.map(({ value, best }) => best?.(...rows.map(({ scores }) => value(scores))));
}

function flag(copying) {
  const note = document.createElement("span");
  note.className = "z";
  note.textContent = ` z ${copying.toFixed(0).replace("-", "−")}`;
  return note;
}

// How often each of the ten digits comes, as ten bars, and its entropy.
function spread({ shares, entropy }) {
  const cell = document.createElement("td"), bars = document.createElementNS(SVG, "svg");
  const most = Math.max(...shares);
  bars.setAttribute("viewBox", "0 0 50 16");
  bars.setAttribute("role", "img");
  bars.setAttribute("aria-label", shares.map((share, digit) => `${digit}: ${percent(share)}`).join(", "));
  for (const [digit, share] of shares.entries()) {
    const bar = document.createElementNS(SVG, "rect"), height = (16 * share) / most;
    for (const [name, value] of Object.entries({ x: 5 * digit, y: 16 - height, width: 4, height })) {
      bar.setAttribute(name, value);
    }
    bars.append(bar);
  }
  cell.append(bars, ` ${entropy.toFixed(2)} bits`);
  return cell;
}
