// What a reader chose for a view, kept in this browser under the view's key.

export function readOptions(key, defaults) {
  try {
    return { ...defaults, ...JSON.parse(localStorage.getItem(`ae.${key}`)) };
  } catch {
    return { ...defaults };
  }
}

export function keepOptions(key, options) {
  try {
    localStorage.setItem(`ae.${key}`, JSON.stringify(options));
  } catch {
    // a private window
  }
}
