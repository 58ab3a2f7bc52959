// A sentence whose terms tell what they mean, each where it stands first.

import { term } from "../../shared/terms.js";

// Nodes; `meanings` by word.
export function explained(sentence, meanings) {
  let nodes = [sentence];
  for (const [word, meaning] of Object.entries(meanings)) {
    const place = nodes.findIndex((node) => typeof node === "string" && node.includes(word));
    if (place < 0) continue;
    const at = nodes[place].indexOf(word);
    const parts = [nodes[place].slice(0, at), term(word, meaning), nodes[place].slice(at + word.length)];
    nodes = nodes.toSpliced(place, 1, ...parts);
  }
  return nodes;
}
