export function toBytes(text) {
  return Uint8Array.from(atob(text), (c) => c.codePointAt(0));
}

export function toFloats(text) {
  return new Float32Array(toBytes(text).buffer);
}

export function toText(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(""));
}
