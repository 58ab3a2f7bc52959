// A pointer's moves when they happen: "pointermove" comes with the next frame, up to 17 ms later.
// Where the browser does not tell (no secure page, or Safari), and of a mouse that tells more often
// than is seen, "pointermove" is left.

const APART = 4; // milliseconds

export function onEarlyMove(node, move, options) {
  let last = -Infinity;
  node.addEventListener("pointerrawupdate", (event) => {
    if (event.timeStamp - last < APART) return;
    last = event.timeStamp;
    move(event);
  }, options);
}
