// Which keys are the presentation mode's: P, where nobody types, and Escape, where it closes
// nothing else.

const TYPING = "input:not([type=radio], [type=checkbox], [type=range]), textarea, select, [contenteditable=true], [role=combobox]";
const OPEN = "[role=dialog], [role=listbox], [role=menu], dialog[open], [data-testid=stPopoverBody]";

export function isForMode({ key }) {
  return key === "p" || key === "P";
}

export function answersKey(event, isPresenting) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return false;
  if (document.querySelector(OPEN) || event.target.closest?.(TYPING)) return false;
  return isForMode(event) || (isPresenting && event.key === "Escape" && !document.fullscreenElement);
}
