// The corner of every page: enters and leaves the presentation mode, folds the form away, and shows
// the page's link to the class.

import { mountComponent } from "../shared/mount.js";
import { answersKey, isForMode } from "./keys.js";
import { addressForOthers, addressIn, runIn } from "./page_address.js";

const LOOK = 500; // milliseconds between two looks whether the address has changed

class Presentation {
  constructor(root) {
    this.root = root;
    this.parts = Object.fromEntries([...root.querySelectorAll("[data-is]")].map((n) => [n.dataset.is, n]));
    this.dialog = root.querySelector("dialog");
    this.parts.mode.addEventListener("click", () => this.setMode(!this.data.is_presenting));
    this.parts.form.addEventListener("click", () => this.showForm(!this.isFormShown));
    this.parts.link.addEventListener("click", () => this.openLink());
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    this.onKey = (event) => this.handleKey(event);
    // Before anybody else: Escape closes menus, and which were open is known only until then.
    window.addEventListener("keydown", this.onKey, true);
  }

  update({ data, setStateValue }) {
    const hasChanged = this.data?.is_presenting !== data.is_presenting;
    this.data = data;
    this.setStateValue = setStateValue;
    this.asked = undefined;
    if (!hasChanged) return;
    const { mode } = this.parts;
    mode.setAttribute("aria-pressed", data.is_presenting);
    mode.querySelector(".word").textContent = data.is_presenting ? "Leave" : "Present";
    this.root.classList.toggle("is-presenting", data.is_presenting);
    this.showForm(false);
    clearInterval(this.looking);
    if (data.is_presenting) {
      this.looking = setInterval(() => this.followAddress(), LOOK);
      this.followAddress();
    } else {
      this.dialog.close();
    }
  }

  handleKey(event) {
    if (!answersKey(event, this.data.is_presenting)) return;
    event.preventDefault();
    this.setMode(isForMode(event) && !this.data.is_presenting);
  }

  // The address first, and in the browser: so it makes no entry in the history.
  setMode(isOn) {
    if (isOn === this.asked) return;
    this.asked = isOn;
    window.history.replaceState(window.history.state, "", addressIn(window.location.href, isOn));
    this.setStateValue("changed", isOn);
  }

  showForm(isShown) {
    this.isFormShown = isShown;
    this.parts.form.setAttribute("aria-pressed", isShown);
    document.documentElement.classList.toggle("ae-with-form", isShown);
    // What is drawn for a width finds that it has another.
    requestAnimationFrame(() => window.dispatchEvent(new Event("resize")));
  }

  // A run that is begun changes the address, and nobody tells.
  followAddress() {
    if (window.location.href === this.address) return;
    this.address = window.location.href;
    this.ask(this.address);
  }

  async ask(address) {
    const url = new URL(this.data.share, document.baseURI);
    url.searchParams.set("page", addressForOthers(address));
    let answer;
    try {
      answer = await (await fetch(url)).json();
    } catch {
      answer = { problem: "The server can't be reached." };
    }
    if (address === this.address) this.show(answer, runIn(address));
  }

  show({ link, qr, problem }, run) {
    const write = (selector, text) => {
      this.dialog.querySelector(selector).textContent = text ?? "";
    };
    // Our own server's, of modules of two colours.
    for (const place of [this.dialog.querySelector(".code"), this.parts.link.querySelector(".thumb")]) {
      place.innerHTML = qr ?? "";
    }
    write(".link", link?.replace(/^http:\/\//u, ""));
    write(".run b", run);
    this.dialog.querySelector(".run").hidden = !run;
    write(".problem", problem);
  }

  openLink() {
    this.followAddress();
    this.dialog.showModal();
  }

  close() {
    clearInterval(this.looking);
    window.removeEventListener("keydown", this.onKey, true);
    document.documentElement.classList.remove("ae-with-form");
  }
}

export default mountComponent(Presentation, ".ae-presentation");
