// Activations by Keras's names; each changes a Float64Array in place.

export const ACTIVATIONS = {
  linear() {},

  relu(values) {
    for (let i = 0; i < values.length; i++) {
      if (values[i] < 0) values[i] = 0;
    }
  },

  gelu(values) {
    for (let i = 0; i < values.length; i++) {
      values[i] *= 0.5 * (1 + erf(values[i] * Math.SQRT1_2));
    }
  },

  elu(values) {
    for (let i = 0; i < values.length; i++) {
      if (values[i] < 0) values[i] = Math.expm1(values[i]);
    }
  },

  tanh(values) {
    for (let i = 0; i < values.length; i++) values[i] = Math.tanh(values[i]);
  },

  sigmoid(values) {
    for (let i = 0; i < values.length; i++) values[i] = 1 / (1 + Math.exp(-values[i]));
  },
};

// From here on the error function is 1 to the last bit of a float32, with room to spare.
const ONE_FROM = 4.5;

// The error function by its series of positive terms (Abramowitz and Stegun 7.1.6), nothing of which
// cancels: exact to some 14 digits.
export function erf(x) {
  if (Math.abs(x) >= ONE_FROM) return Math.sign(x);
  let term = x, sum = x;
  for (let n = 1; Math.abs(term) > 1e-12 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
