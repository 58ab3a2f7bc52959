// Loaded before Streamlit, which makes an entry in the browser's history of every change of the
// address. Where the page stays the same the entry is replaced: Back leads to the page before.

const push = history.pushState.bind(history);
const isOn = (address) => new URL(address ?? "", location.href).pathname === location.pathname;

// The address when the user last acted.
let left;
const remember = () => { left = location.href; };
addEventListener("click", remember, true);
addEventListener("keydown", remember, true);
addEventListener("popstate", remember);

// How many pages the user went back or forward from without a click since. As many may still be
// answered after they were left; more than that would ask for ever for a page that there is not.
let answersDue = 0;
addEventListener("click", () => { answersDue = 0; }, true);
addEventListener("popstate", ({ isTrusted }) => { if (isTrusted) answersDue += 1; });

// What Streamlit says of a page that was left makes it take that one for the page it is on, to be
// run at the next change: it is asked once more for the page of the address.
function askAgain() {
  answersDue -= 1;
  dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
}

history.pushState = (state, title, address) => {
  if (isOn(address)) return history.replaceState(state, title, address);
  if (answersDue > 0) return askAgain();
  // Streamlit may write what the next page needs into the address before it writes that page.
  if (left && isOn(left)) history.replaceState(state, title, left);
  push(state, title, address);
};
