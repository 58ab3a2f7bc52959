// Work for something on the page that may be folded away: done when it is unfolded, once however
// often it was asked for before. What fails is due again when it is unfolded the next time.

export class WhenSeen {
  constructor(node, work) {
    this.work = work;
    this.isDue = false;
    this.isSeen = false;
    this.observer = new ResizeObserver((entries) => {
      this.isSeen = entries.at(-1).contentRect.width > 0;
      this.go();
    });
    this.observer.observe(node);
  }

  ask() {
    this.isDue = true;
    this.go();
  }

  async go() {
    if (!this.isDue || !this.isSeen) return;
    this.isDue = false;
    try {
      await this.work();
    } catch {
      this.isDue = true; // the chosen digit, which is always there, says why
    }
  }

  close() {
    this.observer.disconnect();
  }
}
