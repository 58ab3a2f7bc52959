// A run's messages over a websocket, joined into one state for as long as the run goes on.

import { joinMessage } from "./run_state.js";

const RETRY = 1000; // milliseconds
// With this the server closes when there is nothing more to say, also of a run that is not there.
const RUN_IS_OVER = 1000;

export class Feed {
  // `state` is what is known of the run so far. `onMessage` gets the new state and the message,
  // `onError` a sentence about a run that can't be shown and whether there is no such run, `onLost`
  // nothing, at each lost connection.
  constructor(address, state, { onMessage, onError, onLost }) {
    this.url = new URL(address, document.baseURI);
    this.url.protocol = this.url.protocol.replace("http", "ws");
    this.state = state;
    Object.assign(this, { onMessage, onError, onLost });
    this.connect();
  }

  connect() {
    const socket = (this.socket = new WebSocket(this.url));
    socket.addEventListener("message", ({ data }) => {
      if (socket === this.socket) this.receive(JSON.parse(data));
    });
    socket.addEventListener("close", ({ code }) => {
      if (socket === this.socket && code !== RUN_IS_OVER) this.reconnect();
    });
  }

  reconnect() {
    this.onLost();
    this.retry = setTimeout(() => this.connect(), RETRY);
  }

  receive(message) {
    if (message.error) return this.onError(message.error, message.is_gone);
    this.state = joinMessage(this.state, message);
    this.onMessage(this.state, message);
  }

  close() {
    clearTimeout(this.retry);
    const { socket } = this;
    this.socket = null;
    socket.close();
  }
}
