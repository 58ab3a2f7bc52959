// Streamlit names the buttons of its menu after a sidebar, makes them anew at each use, and leaves
// the menu before the page that was chosen in it.

import { mountComponent } from "../shared/mount.js";

const NAMES = {
  stExpandSidebarButton: "Menu",
  stSidebarCollapseButton: "Close the menu",
};

class PageMenu {
  constructor() {
    this.observer = new MutationObserver(rename);
    this.observer.observe(document.body, { childList: true, subtree: true });
    rename();
    document.addEventListener("click", closeAfterChoice);
  }

  update({ data }) {
    this.data = data;
  }

  close() {
    this.observer.disconnect();
    document.removeEventListener("click", closeAfterChoice);
  }
}

function buttonOf(id) {
  const place = `[data-testid="${id}"]`;
  return document.querySelector(`button${place}, ${place} button`);
}

function rename() {
  for (const [id, name] of Object.entries(NAMES)) buttonOf(id)?.setAttribute("aria-label", name);
}

function closeAfterChoice({ target }) {
  if (target.closest("[data-testid=stSidebarNavLink]")) buttonOf("stSidebarCollapseButton")?.click();
}

export default mountComponent(PageMenu, ".ae-page-menu");
