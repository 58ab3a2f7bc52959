// One feed for each run of a page, however many components follow it.

import { Feed } from "../live_view/feed.js";

const feeds = new Map(); // by address

// Follow a run from the state that knows nothing of it. `onMessage` gets the state and the message,
// `onError` a sentence about a run that can't be shown, `onLost` nothing, at each lost connection.
// Whoever comes later gets at once what is known. Returns what ends it.
export function followRun(address, emptyState, follower) {
  if (!feeds.has(address)) feeds.set(address, new SharedFeed(address, emptyState));
  const feed = feeds.get(address);
  feed.add(follower);
  return () => feed.remove(follower);
}

class SharedFeed {
  constructor(address, emptyState) {
    this.address = address;
    this.followers = new Set();
    this.feed = new Feed(address, emptyState, {
      onMessage: (state, message) => this.receive(state, message),
      onError: (text) => {
        this.error = text;
        this.tell("onError", text);
      },
      onLost: () => this.tell("onLost"),
    });
  }

  receive(state, message) {
    // Digits come when they are new: one who comes later needs the last that were.
    this.message = { ...message, images: message.images ?? this.message?.images };
    this.tell("onMessage", state, message);
  }

  tell(event, ...values) {
    for (const follower of this.followers) follower[event](...values);
  }

  add(follower) {
    this.followers.add(follower);
    if (this.error) follower.onError(this.error);
    else if (this.message) follower.onMessage(this.feed.state, this.message);
  }

  remove(follower) {
    this.followers.delete(follower);
    if (this.followers.size > 0) return;
    this.feed.close();
    if (feeds.get(this.address) === this) feeds.delete(this.address);
  }
}
