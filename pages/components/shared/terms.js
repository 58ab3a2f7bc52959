// Words that tell what they mean: by a tap, a click or Enter, for a class does not hover. Escape and
// a tap elsewhere close it again. It lies over the page, and nothing moves.

let count = 0;

// The word as a button with its meaning; the bare word where there is none.
export function term(word, meaning) {
  if (!meaning) return document.createTextNode(word);
  const both = document.createDocumentFragment();
  const button = document.createElement("button"), note = document.createElement("span");
  note.id = `ae-term-${++count}`;
  note.className = "ae-meaning";
  note.popover = "auto";
  // There only while it is told: it is no part of the text in which the word stands.
  note.addEventListener("beforetoggle", ({ newState }) => {
    note.textContent = newState === "open" ? meaning : "";
  });
  button.type = "button";
  button.className = "ae-term";
  button.textContent = word;
  button.popoverTargetElement = note;
  both.append(button, note);
  return both;
}

// Every word below `root` that is marked as one by `data-term`, which names its meaning.
export function explainTerms(root, meanings) {
  for (const node of root.querySelectorAll("[data-term]")) {
    node.replaceChildren(term(node.textContent, meanings[node.dataset.term || node.textContent]));
  }
}
