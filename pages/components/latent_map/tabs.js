// Panels of which one is shown, by tabs as the ARIA practices have them: arrow keys go from tab to tab.

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };
let count = 0;

export class Tabs {
  // The title of each panel is its `data-tab`.
  constructor(list, panels) {
    this.panels = panels;
    this.tabs = panels.map((panel) => makeTab(panel));
    list.replaceChildren(...this.tabs);
    list.addEventListener("click", ({ target }) => {
      if (this.tabs.includes(target)) this.show(target);
    });
    list.addEventListener("keydown", (event) => this.press(event));
    this.show(this.tabs[0]);
  }

  show(chosen) {
    for (const [i, tab] of this.tabs.entries()) {
      const isShown = tab === chosen;
      tab.ariaSelected = isShown;
      tab.tabIndex = isShown ? 0 : -1;
      this.panels[i].hidden = !isShown;
    }
  }

  press(event) {
    const step = STEPS[event.key], { length } = this.tabs;
    if (!step) return;
    event.preventDefault();
    const next = this.tabs[(this.tabs.indexOf(event.target) + step + length) % length];
    next.focus();
    this.show(next);
  }
}

function makeTab(panel) {
  const tab = document.createElement("button");
  panel.id ||= `ae-tab-${++count}`;
  Object.assign(tab, { type: "button", role: "tab", textContent: panel.dataset.tab, id: `${panel.id}-name` });
  tab.setAttribute("aria-controls", panel.id);
  panel.setAttribute("aria-labelledby", tab.id);
  panel.role = "tabpanel";
  return tab;
}
