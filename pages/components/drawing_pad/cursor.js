// Drawing by keys: arrows move a cursor, Space sets the pen down and lifts it.

const STEP = 1 / 28, LEAP = 4; // of a side; steps with Shift
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Cursor {
  // `mark` shows where it is on the node. Told as `followPointer` tells; `say` gets a sentence.
  constructor(node, mark, { onStart, onMove, onEnd, say }) {
    Object.assign(this, { mark, onStart, onMove, onEnd, say });
    [this.x, this.y, this.isDown] = [0.5, 0.25, false];
    node.addEventListener("keydown", (event) => this.press(event));
    node.addEventListener("blur", () => this.leave());
    node.addEventListener("pointerdown", () => this.leave());
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    if (way) this.move(way, event.shiftKey ? LEAP : 1);
    else if (event.key === " ") this.turn();
    else if (event.key === "Escape" && this.isDown) this.turn();
    else return;
    event.preventDefault();
    this.show();
  }

  move([across, down], steps) {
    for (let i = 0; i < steps; i++) {
      this.x = Math.min(1, Math.max(0, this.x + STEP * across));
      this.y = Math.min(1, Math.max(0, this.y + STEP * down));
      if (this.isDown) this.onMove([this.point]);
    }
  }

  turn() {
    this.isDown = !this.isDown;
    if (this.isDown) this.onStart([this.point]);
    else this.onEnd();
    this.say(this.isDown ? "Pen down: arrow keys draw." : "Pen up: arrow keys move it.");
  }

  get point() {
    return { x: this.x, y: this.y, pressure: 1 };
  }

  show() {
    this.mark.hidden = false;
    this.mark.classList.toggle("is-down", this.isDown);
    Object.assign(this.mark.style, { left: `${100 * this.x}%`, top: `${100 * this.y}%` });
  }

  leave() {
    if (this.isDown) this.turn();
    this.mark.hidden = true;
  }
}
