// Loaded before Streamlit, which makes an entry in the browser's history of every change of the
// address. Where the page stays the same the entry is replaced: Back leads to the page before.

const push = history.pushState.bind(history), replace = history.replaceState.bind(history);
const whole = (address) => new URL(address ?? "", location.href);
const isOn = (address) => whole(address).pathname === location.pathname;

// The address when the user last acted.
let left;
const remember = () => { left = location.href; };
addEventListener("click", remember, true);
addEventListener("keydown", remember, true);
addEventListener("popstate", remember);

// How often a page may still write an address after it was left: at the start of each of its script
// runs and in it, and more than one may be under way.
const WRITES = 4;
// So many may still come from the pages that the user went back or forward from, and has done nothing
// else since. Without an end to it, an address without a page would be asked for for ever.
let lateWrites = 0;
const settle = () => { lateWrites = 0; };
const isOfBrowser = ({ key, altKey, metaKey }) => altKey || metaKey || /^(?:Alt|Meta|Browser)/u.test(key);
addEventListener("click", settle, true);
addEventListener("keydown", (event) => { if (!isOfBrowser(event)) settle(); }, true);
addEventListener("popstate", ({ isTrusted }) => { if (isTrusted) lateWrites += WRITES; });

// Instead of an address that may be of a page that was left. Streamlit takes that page for the one
// that it is on: it is asked once more for the page of the address, which then writes its own.
// Afterwards, as it notes what it wrote once it has written it.
function askAgain() {
  lateWrites -= 1;
  queueMicrotask(() => dispatchEvent(new PopStateEvent("popstate", { state: history.state })));
}

history.replaceState = (state, title, address) => {
  if (lateWrites > 0 && whole(address).href !== location.href) return askAgain();
  replace(state, title, address);
};

history.pushState = (state, title, address) => {
  if (isOn(address)) return history.replaceState(state, title, address);
  if (lateWrites > 0) return askAgain();
  // Streamlit may write what the next page needs into the address before it writes that page.
  if (left && isOn(left)) replace(state, title, left);
  push(state, title, address);
};
