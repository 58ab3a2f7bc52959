// What map is shown, and how: the menus above it.

import { COLOURINGS } from "./colouring.js";

const COUNTS = [500, 1000, 2000, 5000, 10_000];
const NUMBER_NAMES = ["across", "up", "deep"];
const LOOKS = { dots: "Dots", digits: "Images" };

const FRAME = `
  <label title="The first so many of the test images">Digits <select data-is="count" aria-label="Digits on the map"></select></label>
  <label>Map <select data-is="method" aria-label="Map"></select></label>
  <div class="choice" role="radiogroup" aria-label="Dimensions" data-is="dimensions"></div>
  <label>Colour <select data-is="colour" aria-label="Colour"></select></label>
  <div class="choice" role="radiogroup" aria-label="Points" data-is="look"></div>
  <div class="numbers">${NUMBER_NAMES.map((name) => `
    <label class="number">Number ${name} <select data-number="${name}" aria-label="Number ${name}"></select></label>`).join("")}
  </div>`;

let groups = 0;

export class Controls {
  // `choice`: { method, count, dimensions, numbers, colour, look }. `onChange` gets the next, and
  // whether it is another map or the same one in another way.
  constructor(root, { size, count }, choice, onChange) {
    Object.assign(this, { root, size, onChange });
    root.innerHTML = FRAME;
    const find = (name) => root.querySelector(`[data-is=${name}]`);
    this.menus = Object.fromEntries(["count", "method", "colour"].map((name) => [name, find(name)]));
    this.numbers = [...root.querySelectorAll("[data-number]")];
    this.fill(count);
    this.dimensions = radios(find("dimensions"), { 2: "2-D", 3: "3-D" });
    this.looks = radios(find("look"), LOOKS);
    for (const [value, input] of this.dimensions) input.disabled = Number(value) > Math.max(2, size);
    root.addEventListener("change", ({ target }) => this.change(target));
    this.show(choice);
  }

  fill(count) {
    const counts = [...new Set([...COUNTS.filter((some) => some < count), count])];
    addOptions(this.menus.count, counts.map((some) => [some, some.toLocaleString("en-US")]));
    addOptions(this.menus.method, Object.entries(methodsFor(this.size)));
    addOptions(this.menus.colour, Object.entries(COLOURINGS));
    const names = Array.from({ length: this.size }, (_, i) => [i, i + 1]);
    for (const menu of this.numbers) addOptions(menu, names);
  }

  show(choice) {
    this.choice = choice;
    for (const [name, menu] of Object.entries(this.menus)) menu.value = choice[name];
    for (const [value, input] of this.dimensions) input.checked = Number(value) === choice.dimensions;
    for (const [value, input] of this.looks) input.checked = value === choice.look;
    const isNumbers = choice.method === "numbers" && this.size > choice.dimensions;
    this.numbers[0].closest(".numbers").hidden = !isNumbers;
    for (const [i, menu] of this.numbers.entries()) {
      menu.parentElement.hidden = i >= choice.dimensions;
      if (i < choice.numbers.length) menu.value = choice.numbers[i];
    }
  }

  focus() {
    this.menus.method.focus();
  }

  get methodInWords() {
    return this.menus.method.selectedOptions[0].text;
  }

  change(target) {
    const { menus, numbers, choice } = this, isSameMap = target === menus.colour || [...this.looks.values()].includes(target);
    this.show({
      ...choice,
      count: Number(menus.count.value),
      method: menus.method.value,
      colour: menus.colour.value,
      dimensions: Number(checked(this.dimensions)),
      look: checked(this.looks),
      numbers: numbers.includes(target) ? swapped(choice.numbers, numbers.indexOf(target), Number(target.value)) : choice.numbers,
    });
    this.onChange(this.choice, isSameMap);
  }
}

// What is shown at first: PCA of a thousand, or all of a code of two numbers. Of the choice `before`,
// for another run, stays what there is for this one. `order`: the numbers that vary most.
export function firstChoice({ size, count }, order, before) {
  if (before?.size === size && before.count <= count) return before;
  const isAll = size <= 2, { colour = "label", look = "dots" } = before ?? {};
  return {
    size, colour, look,
    method: isAll ? "numbers" : "pca",
    count: Math.min(before?.count ?? 1000, count),
    dimensions: 2,
    numbers: isAll ? order.toSorted((a, b) => a - b) : order,
  };
}

// As `loadMap` takes it: as many of the numbers as there are dimensions.
export function asMap({ method, count, dimensions, numbers }) {
  return { method, count, dimensions, numbers: numbers.slice(0, dimensions) };
}

function methodsFor(size) {
  const slow = { tsne: "t-SNE", umap: "UMAP" };
  return size <= 2 ? { numbers: "the code itself", ...slow } : { pca: "PCA", ...slow, numbers: "numbers of the code" };
}

// No number twice: the one that had it takes the other's.
function swapped(numbers, place, value) {
  const before = numbers[place];
  return numbers.map((number, i) => (i === place ? value : number === value ? before : number));
}

function radios(group, names) {
  const name = `ae-map-${++groups}`;
  return new Map(Object.entries(names).map(([value, words]) => {
    const label = document.createElement("label"), input = document.createElement("input");
    Object.assign(input, { type: "radio", name, value });
    label.append(input, Object.assign(document.createElement("span"), { textContent: words }));
    group.append(label);
    return [value, input];
  }));
}

function checked(inputs) {
  return [...inputs.values()].find((input) => input.checked).value;
}

function addOptions(menu, options) {
  menu.append(...options.map(([value, words]) => new Option(words, value)));
}
