// Work for something on the page that may be folded away or far below: done when it is seen, once
// however often it was asked for before. What fails is due again when it is seen the next time.

export class WhenSeen {
  constructor(node, work) {
    this.work = work;
    this.isDue = false;
    this.isSeen = false;
    this.observer = new IntersectionObserver((entries) => {
      this.isSeen = entries.at(-1).isIntersecting;
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
