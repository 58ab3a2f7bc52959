// The visitor's own runs that have not ended, beside the one on screen: how far they are, as the
// server tells over a websocket. A click leads to one.

import { mountComponent } from "../shared/mount.js";
import { Chip } from "./chip.js";

const RETRY = 1000; // milliseconds

class RunStrip {
  constructor(root) {
    this.root = root;
    this.list = root.querySelector("ul");
    this.chips = new Map();
  }

  // Called at every script run. A run that ended stays until the visitor turns to another: what is
  // below would jump.
  update({ data, setStateValue, setTriggerValue }) {
    Object.assign(this, { setStateValue, setTriggerValue });
    const hasMoved = this.data && data.besides !== this.data.besides;
    this.data = data;
    const shown = new Set(data.runs.map(({ id }) => id));
    for (const [id, chip] of this.chips) {
      if (!shown.has(id) && (hasMoved || !chip.isEnded)) this.remove(id);
    }
    for (const run of data.runs) this.show(run);
    this.sort(data.runs);
    this.root.hidden = this.chips.size === 0;
    if (!this.socket) this.connect();
  }

  connect() {
    const url = new URL(this.data.address, document.baseURI);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = (this.socket = new WebSocket(url));
    socket.addEventListener("message", (event) => {
      if (socket === this.socket) this.receive(JSON.parse(event.data));
    });
    socket.addEventListener("close", () => {
      if (socket === this.socket) this.retry = setTimeout(() => this.connect(), RETRY);
    });
  }

  receive({ runs }) {
    if (!runs) return; // the store does not answer: the server closes, and is asked again
    const others = runs.filter(({ id }) => id !== this.data.besides);
    const isNews = others.some(({ id, is_ended: isEnded }) => {
      const chip = this.chips.get(id);
      return isEnded ? chip?.isEnded === false : !chip;
    });
    // Where there is no strip yet, one that came by itself would push down what is being looked at.
    const fresh = this.root.hidden ? [] : others.filter(({ is_ended: isEnded }) => !isEnded);
    for (const run of others) {
      if (this.chips.has(run.id) || fresh.includes(run)) this.show(run);
    }
    // A list of the page tells of ends and of new runs, too. A run that ended before the server was
    // asked, or was deleted, is known to the page alone.
    if (this.isAnyMissing(others) || (this.data.is_listed && isNews)) this.setStateValue("news", Date.now());
  }

  isAnyMissing(runs) {
    const ids = new Set(runs.map(({ id }) => id));
    return [...this.chips].some(([id, chip]) => !chip.isEnded && !ids.has(id));
  }

  show(run) {
    if (!this.chips.has(run.id)) {
      const chip = new Chip(`${this.data.page}?run=${run.id}`, () => this.setTriggerValue("opened", run.id));
      this.chips.set(run.id, chip);
      this.list.append(chip.node);
    }
    this.chips.get(run.id).show(run);
  }

  // As the page has them: the oldest first, whichever was on screen before.
  sort(runs) {
    const wanted = runs.map(({ id }) => this.chips.get(id).node);
    const others = [...this.list.children].filter((node) => !wanted.includes(node));
    const isSorted = [...others, ...wanted].every((node, i) => node === this.list.children[i]);
    if (!isSorted) this.list.append(...wanted);
  }

  remove(id) {
    this.chips.get(id).node.remove();
    this.chips.delete(id);
  }

  close() {
    clearTimeout(this.retry);
    const { socket } = this;
    this.socket = undefined;
    socket?.close();
  }
}

export default mountComponent(RunStrip, ".ae-strip");
