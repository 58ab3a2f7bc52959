// What there is to say below the curves.

import { lossText } from "../live_view/texts.js";
import { ceilingOf, highest } from "./curves.js";

export function notesOf(charts, runs, { quantity }) {
  const lines = charts.flatMap((chart) => chart.lines);
  const notes = lines.length > 0 ? ["Thin: training. With markers: validation."] : [];
  if (quantity === "reconstruction" && lines.some(({ run }) => run.reconstruction.part)) {
    notes.push("Validations of a loss with parts are of the whole, and not shown here.");
  }
  if (charts.length > 1) notes.push("A chart for each unit: losses of different kinds do not compare.");
  for (const chart of charts) notes.push(...leavers(chart.lines));
  const waiting = runs.filter((run) => !lines.some((line) => line.run.id === run.id));
  if (waiting.length > 0) notes.push(`Nothing to show yet of ${runsInWords(waiting)}.`);
  return notes.join(" ");
}

function leavers(lines) {
  const ceiling = ceilingOf(lines);
  if (!ceiling) return [];
  return lines.filter(({ y }) => highest(y) > ceiling).map(
    ({ run, y }) => `Run ${run.number} leaves the chart: its loss has been up to ${lossText(highest(y))}.`,
  );
}

function runsInWords(runs) {
  const numbers = runs.map(({ number }) => number), last = numbers.at(-1);
  return numbers.length > 1 ? `runs ${numbers.slice(0, -1).join(", ")} and ${last}` : `run ${last}`;
}
