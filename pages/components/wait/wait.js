// Says why the page still waits, and runs it again once it need not any more. The server tells, over
// a websocket of its own.

import { mountComponent } from "../shared/mount.js";

const RETRY = 1000; // milliseconds

class Wait {
  constructor(root) {
    this.root = root;
    this.words = root.querySelector(".reason");
  }

  // Called at every script run in which the page still waits.
  update({ data, setStateValue }) {
    this.setStateValue = setStateValue;
    this.root.hidden = this.isQuiet = data.is_quiet;
    if (data.address !== this.address) {
      this.say(data.reason);
      this.address = data.address;
      this.connect();
    } else if (data.since !== this.data.since && !this.socket) {
      // What it waited for was there and the page waits again: not at once, or a question that
      // fails again and again would be asked without a pause.
      this.say(data.reason);
      this.connectLater();
    }
    this.data = data;
  }

  connect() {
    this.close();
    const url = new URL(this.address, document.baseURI);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = (this.socket = new WebSocket(url));
    socket.addEventListener("message", ({ data }) => {
      if (socket === this.socket) this.receive(JSON.parse(data));
    });
    socket.addEventListener("close", () => {
      if (socket === this.socket) this.connectLater();
    });
  }

  connectLater() {
    this.retry = setTimeout(() => this.connect(), RETRY);
  }

  receive({ reason, error, is_met: isMet }) {
    if (isMet) {
      this.close();
      this.setStateValue("met", Date.now());
    } else {
      this.say(reason ?? error);
    }
  }

  // A screen reader is told of a change, not of the same again.
  say(words) {
    if (!this.isQuiet && this.words.textContent !== words) this.words.textContent = words;
  }

  close() {
    clearTimeout(this.retry);
    const { socket } = this;
    this.socket = undefined;
    socket?.close();
  }
}

export default mountComponent(Wait, ".ae-wait");
