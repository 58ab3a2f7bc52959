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

history.pushState = (state, title, address) => {
  if (isOn(address)) return history.replaceState(state, title, address);
  // Streamlit may write what the next page needs into the address before it writes that page.
  if (left && isOn(left)) history.replaceState(state, title, left);
  push(state, title, address);
};
