// Drawing on a node by mouse, pen or finger, one at a time; a hand beside a pen draws nothing.

const MIDDLE = 0.5; // the pressure of a pen that writes as a mouse does

// `onStart` and `onMove` get points in sides of the node, [{ x, y, pressure }], of which there may be
// several in a frame; `onEnd` gets nothing.
export function followPointer(node, { onStart, onMove, onEnd }) {
  let drawing = null; // the pointer that draws

  node.addEventListener("pointerdown", (event) => {
    if (drawing !== null || event.button !== 0) return;
    drawing = event.pointerId;
    node.setPointerCapture(drawing);
    onStart(pointsOf(node, [event]));
  });
  node.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drawing) return;
    const between = event.getCoalescedEvents?.() ?? [];
    onMove(pointsOf(node, between.length > 0 ? between : [event]));
  });
  // Comes also after "pointerup" and "pointercancel".
  node.addEventListener("lostpointercapture", (event) => {
    if (event.pointerId !== drawing) return;
    drawing = null;
    onEnd();
  });
}

function pointsOf(node, events) {
  const { left, top, width, height } = node.getBoundingClientRect();
  return events.map((event) => ({
    x: (event.clientX - left) / width,
    y: (event.clientY - top) / height,
    pressure: event.pointerType === "pen" ? MIDDLE + event.pressure : 1,
  }));
}
