// Work for something on the page that may be folded away or far below: done when it is seen, once
// however often it was asked for before.

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

  go() {
    if (!this.isDue || !this.isSeen) return;
    this.isDue = false;
    this.work();
  }

  close() {
    this.observer.disconnect();
  }
}
