// What the colours mean; a press on a group selects it.

export class Legend {
  constructor(root, onSelect) {
    this.root = root;
    this.onSelect = onSelect;
  }

  // `title`: what the groups are.
  show({ groups, scale }, title) {
    if (scale) this.root.replaceChildren(scaleOf(scale));
    else this.root.replaceChildren(`${title}: `, ...groups.map((group) => this.buttonOf(group, title)));
  }

  buttonOf({ name, colour, glyph, indices }, title) {
    const button = document.createElement("button"), sign = document.createElement("i");
    Object.assign(sign, { textContent: glyph, ariaHidden: true });
    sign.style.color = colour;
    Object.assign(button, { type: "button", title: `Select all ${indices.length} of ${title.toLowerCase()} ${name}` });
    button.append(sign, name);
    button.addEventListener("click", () => this.onSelect(indices));
    return button;
  }
}

function scaleOf({ low, high, gradient }) {
  const scale = document.createElement("p"), bar = document.createElement("i");
  scale.className = "scale";
  bar.style.background = gradient;
  scale.append("squared error per pixel: ", low, bar, high);
  return scale;
}
