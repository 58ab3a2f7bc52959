// What the browser does for a form. It keeps what is typed, also what is not yet handed to the
// server, and brings it back after a reload; it leads from a link to a field.

import { mountComponent } from "../shared/mount.js";

const RELOADED = new Set(["reload", "back_forward"]);

// A document that has shown the form and gets a new session has lost its server for a while.
const shown = new Set();

// A hidden panel has no role that names its tab: both come in the same order.
function openTabOf(node) {
  const panel = node.closest("[data-testid=stTabPanel]");
  if (!panel) return;
  const tabs = panel.closest("[data-testid=stTabs]");
  const panels = [...tabs.querySelectorAll("[data-testid=stTabPanel]")];
  tabs.querySelectorAll("[role=tab]")[panels.indexOf(panel)]?.click();
}

class FormMemory {
  constructor(root, { form }) {
    this.form = form;
    this.storageKey = `ae ${form}`;
    this.typed = new Map(); // what the server does not know yet, by field
    this.listening = new AbortController();
    const listen = (type, listener) =>
      document.addEventListener(type, listener.bind(this), {
        capture: true,
        signal: this.listening.signal,
      });
    listen("input", this.keepTyped);
    listen("focusin", this.describe);
    listen("focusout", this.handOver);
    listen("keydown", (event) => { if (event.key === "Enter") this.handOver(event); });
    listen("click", this.follow);
    // The address may have changed since something was typed.
    window.addEventListener("pagehide", () => this.save(), { signal: this.listening.signal });
  }

  update({ data, setStateValue }) {
    this.data = data;
    for (const name of Object.keys(data.fields)) this.describeField(name);
    const draft = this.draftOfAnotherSession();
    shown.add(this.form);
    if (draft) {
      const { preset, fields } = draft;
      setStateValue("draft", { session: data.session, preset, fields });
      return;
    }
    this.save();
    this.putBack();
  }

  // What was kept before the reload, if it is to be brought back and not there already.
  draftOfAnotherSession() {
    const { session, preset, fields } = this.data;
    if (this.asked === session) return null;
    this.asked = session;
    const draft = JSON.parse(sessionStorage.getItem(this.storageKey));
    if (!draft || draft.session === session || draft.search !== location.search) return null;
    const [{ type }] = performance.getEntriesByType("navigation");
    if (!RELOADED.has(type) && !shown.has(this.form)) return null;
    const isThere =
      draft.preset === preset &&
      Object.entries(fields).every(([name, text]) => draft.fields[name] === text);
    return isThere ? null : draft;
  }

  save() {
    const { session, preset, fields } = this.data;
    const all = { ...fields, ...Object.fromEntries(this.typed) };
    const draft = { session, search: location.search, preset, fields: all };
    sessionStorage.setItem(this.storageKey, JSON.stringify(draft));
  }

  // The name of the field of text that an event is about.
  textField({ target }) {
    if (!(target instanceof HTMLInputElement) || target.role === "combobox") return null;
    const prefix = `st-key-${this.form}-field-`;
    const names = [...(target.closest(`[class*="${prefix}"]`)?.classList ?? [])];
    return names.find((name) => name.startsWith(prefix))?.slice(prefix.length);
  }

  input(name) {
    return document.querySelector(`.st-key-${this.form}-field-${name} input`);
  }

  keepTyped(event) {
    const name = this.textField(event);
    if (!name) return;
    this.typed.set(name, event.target.value);
    this.save();
  }

  // From here on Streamlit has it.
  handOver(event) {
    const name = this.textField(event);
    if (!this.typed.has(name)) return;
    this.data.fields[name] = this.typed.get(name);
    this.typed.delete(name);
  }

  // A page that is still being drawn may put its own text over what is typed meanwhile.
  putBack() {
    for (const [name, text] of this.typed) {
      const input = this.input(name);
      if (!input || input.value === text) continue;
      const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
      set.call(input, text); // React looks at what the prototype was told
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  describe(event) {
    const name = this.textField(event);
    if (name) this.describeField(name);
  }

  describeField(name) {
    const words = this.data.changed[name];
    if (words) this.input(name)?.setAttribute("aria-description", words);
    else this.input(name)?.removeAttribute("aria-description");
  }

  follow(event) {
    const link = event.target.closest?.(`a[href^="#${this.form}-field-"]`);
    if (!link) return;
    event.preventDefault();
    const input = this.input(link.hash.slice(`#${this.form}-field-`.length));
    if (!input) return;
    openTabOf(input);
    requestAnimationFrame(() => {
      input.focus({ preventScroll: true });
      input.scrollIntoView({ block: "center" });
    });
  }

  close() {
    this.listening.abort();
  }
}

export default mountComponent(FormMemory, ".ae-form-memory");
