// What scores say, in words: whose they are, and how they lie beside published ones.

// Ghosh et al., ICLR 2020, table 1, MNIST: Fréchet distances in features of a network that was
// trained on photographs, codes of 16 numbers.
const PUBLISHED = {
  plain: { gaussian: 58.73, "mixture-10": 10.66 },
  variational: { prior: 19.21, "mixture-10": 17.66 },
};

export function samplerName(sampler) {
  const [kind, count] = sampler.split("-");
  return { prior: "the prior", gaussian: "one Gaussian" }[kind] ?? `a mixture of ${count} Gaussians`;
}

// As `ScoreChoice` of ae/results.py reads it.
export function scoreName(sampler, temperature) {
  return `scores-${sampler}-t${temperature.toFixed(2)}`;
}

export function percent(share) {
  const hundredths = 100 * share;
  return `${hundredths >= 99.95 || hundredths < 0.05 ? Math.round(hundredths) : hundredths.toFixed(1)}%`;
}

// `scored`: of one run, each with `sampler`, `temperature` and `scores`.
export function besidePublished(scored, isVariational) {
  const ours = Object.keys(PUBLISHED[isVariational ? "variational" : "plain"]).map((sampler) =>
    scored.find((one) => one.sampler === sampler && one.temperature === 1)?.scores.frechet);
  const known = `Published (Ghosh et al. 2020, table 1): a plain autoencoder ${inWords(PUBLISHED.plain)}; `
    + `a variational one ${inWords(PUBLISHED.variational)}. Those distances are in the features of another `
    + "network: only which is smaller can be compared.";
  if (ours.some((value) => value === undefined)) {
    const both = isVariational ? "the prior and a mixture of 10" : "one Gaussian and a mixture of 10";
    return `${known} To hold this run against it, score ${both} at temperature 1.`;
  }
  const isSame = ours[0] > ours[1]; // as of both kinds in the table
  return `${known} Measured here: ${ours[0].toFixed(1)} and ${ours[1].toFixed(1)}, `
    + `${isSame ? "the same order" : "the other way round"}.`;
}

function inWords(published) {
  return Object.entries(published)
    .map(([sampler, distance]) => `${distance.toFixed(1)} from ${samplerName(sampler)}`)
    .join(" and ");
}
