// The ten digits and their colours; a press on one brings its dots forward, another sends them back.

// `onChoice` gets the label that is brought forward, null for none.
export function labelLegend(colours, onChoice) {
  const buttons = colours.map((colour, label) => {
    const button = document.createElement("button"), dot = document.createElement("i");
    Object.assign(button, { type: "button", ariaPressed: "false", title: `Bring the digit ${label} forward` });
    dot.style.background = colour;
    dot.ariaHidden = "true";
    button.append(dot, String(label));
    return button;
  });
  for (const [label, button] of buttons.entries()) {
    button.addEventListener("click", () => {
      const isChosen = button.ariaPressed !== "true";
      for (const other of buttons) other.ariaPressed = String(other === button && isChosen);
      onChoice(isChosen ? label : null);
    });
  }
  return buttons;
}
