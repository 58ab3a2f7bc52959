// What is drawn on a pad stays over a refresh, and from page to page of this tab.

const NAME = "ae drawing", PAUSE = 300; // milliseconds after the last change

// Shows what was drawn before, and keeps what is drawn from now on. Returns what ends it.
export function keepDrawing(pad) {
  const before = read();
  if (before.length > 0) pad.show(before);
  let timer = 0;
  const save = () => {
    clearTimeout(timer);
    write(pad.strokes);
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };
  pad.addEventListener("change", later);
  addEventListener("pagehide", save);
  return () => {
    save();
    pad.removeEventListener("change", later);
    removeEventListener("pagehide", save);
  };
}

function read() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(NAME)) ?? [];
    return kept.every(({ points, picture }) => points || picture) ? kept : [];
  } catch {
    return []; // not allowed here, or written by something else
  }
}

function write(strokes) {
  try {
    sessionStorage.setItem(NAME, JSON.stringify(strokes));
  } catch {
    // Not allowed here, or full: it is not kept.
  }
}
