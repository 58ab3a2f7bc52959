// The buttons at the side of the map: what a drag does, and how near it is seen.

const ICONS = {
  move: "M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M3 12l3 3M21 12l-3-3M21 12l-3 3",
  box: "M4 4h3M10.500 4h3M17 4h3v3M20 10.500v3M20 17v3h-3M13.500 20h-3M7 20H4v-3M4 13.500v-3M4 7V4",
  lasso: "M12 4c5 0 9 2.500 9 6s-4 6-9 6-9-2.500-9-6 4-6 9-6zM7 15c-2 1-2 4 0 4s3 1 2 3",
  nearer: "M12 5v14M5 12h14",
  farther: "M5 12h14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
};
const TOOLS = { move: "Drag moves the map, or turns it in 3-D", box: "Drag selects in a box", lasso: "Drag selects by a lasso" };
const ZOOMS = { nearer: "Zoom in", farther: "Zoom out", fit: "Show all" };

export class Toolbar {
  // `navigation` does it.
  constructor(root, navigation) {
    this.tools = Object.entries(TOOLS).map(([name, title]) => {
      const button = makeButton(name, title, () => this.use(name));
      button.dataset.tool = name;
      return button;
    });
    const act = { nearer: () => navigation.zoom(1.5), farther: () => navigation.zoom(1 / 1.5), fit: () => navigation.fit() };
    const zooms = Object.entries(ZOOMS).map(([name, title]) => makeButton(name, title, act[name]));
    this.navigation = navigation;
    root.replaceChildren(...this.tools, ...zooms);
    this.use("move");
  }

  use(tool) {
    this.navigation.use(tool);
    for (const button of this.tools) button.ariaPressed = button.dataset.tool === tool;
  }
}

function makeButton(name, title, act) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", title, ariaLabel: title });
  button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
  button.addEventListener("click", act);
  return button;
}
