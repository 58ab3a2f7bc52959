// The chosen test image in the page's address, so that a link leads to it.

const NAME = "point";
const PAUSE = 300; // milliseconds: browsers allow few changes of the address a second

export class AddressPoint {
  // The index that the address asks for; 0 where it asks for none, or for one that is not there: then
  // with the `problem` in a sentence.
  find(count) {
    const text = new URL(location.href).searchParams.get(NAME);
    if (text === null) return { index: 0, problem: "" };
    if (/^\d+$/u.test(text) && Number(text) < count) return { index: Number(text), problem: "" };
    return { index: 0, problem: `The link leads to test image “${text}”, ${notThere(count)}` };
  }

  keep(index) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const url = new URL(location.href);
      if (index === 0 && !url.searchParams.has(NAME)) return; // what is shown without it
      url.searchParams.set(NAME, index);
      if (url.href !== location.href) history.replaceState(history.state, "", url);
    }, PAUSE);
  }

  close() {
    clearTimeout(this.timer);
  }
}

// The end of a sentence about an index.
export function notThere(count) {
  return `which is not there: they are 0 to ${(count - 1).toLocaleString("en-US")}.`;
}
