// The binary files of this server, as `ae/binary.py` packs them: a header, and named arrays that are
// views of the file's own bytes, but for float16, which becomes Float32Array.

const MAGIC = "AELB", VERSION = 1, START = 12;
const ARRAYS = { float32: Float32Array, float16: Uint16Array, int32: Int32Array, uint8: Uint8Array };
// Answers of the server that another try may turn into a file.
const NOT_NOW = new Set([0, 502, 503, 504]);

// Why there is no file, in a sentence for the user. `status` is the server's answer, 0 where it gave
// none, null where the file itself is bad; `isTemporary` says that it is worth to try again.
export class FileError extends Error {
  constructor(message, status = null) {
    super(message);
    this.name = "FileError";
    this.status = status;
    this.isTemporary = NOT_NOW.has(status);
  }
}

// Header of a file, and `data(name)` for each of its arrays. Throws FileError.
export function readFile(buffer) {
  const { header, start } = readStart(buffer);
  const views = new Map(Object.entries(header.arrays)
    .map(([name, entry]) => [name, viewOf(buffer, start, entry)]));
  return {
    header,
    data(name) {
      if (!views.has(name)) throw new FileError(`The file has no “${name}” in it.`);
      return views.get(name);
    },
  };
}

// The file at an address. Throws FileError.
export async function loadFile(url) {
  return readFile(await loadBytes(url));
}

// Its bytes, as an ArrayBuffer that can be handed on. Throws FileError.
export async function loadBytes(url) {
  const answer = await fetch(url).catch(() => {
    throw new FileError("The server does not answer.", 0);
  });
  if (!answer.ok) throw new FileError(await sentenceOf(answer), answer.status);
  return answer.arrayBuffer().catch(() => {
    throw new FileError("The connection was lost before the file was here.", 0);
  });
}

async function sentenceOf(answer) {
  const isPlain = answer.headers.get("Content-Type")?.startsWith("text/plain");
  const text = isPlain ? await answer.text().catch(() => "") : "";
  return text || `The server did not give the file (${answer.status}).`;
}

function readStart(buffer) {
  if (buffer.byteLength < START) throw new FileError(CUT_SHORT);
  const view = new DataView(buffer);
  const magic = String.fromCodePoint(...new Uint8Array(buffer, 0, MAGIC.length));
  if (magic !== MAGIC) throw new FileError("This is not a file of AE Lab.");
  const version = view.getUint32(4, true), length = view.getUint32(8, true);
  if (version !== VERSION) {
    throw new FileError(`The file is of version ${version}, and this page reads ${VERSION}: load the page again.`);
  }
  if (START + length > buffer.byteLength) throw new FileError(CUT_SHORT);
  return { header: parse(new Uint8Array(buffer, START, length)), start: START + length };
}

function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new FileError("The file's header can't be read: the file is damaged.");
  }
}

function viewOf(buffer, start, { dtype, shape, offset }) {
  const Kind = ARRAYS[dtype];
  if (!Kind) throw new FileError(`The file has numbers of an unknown kind in it, “${dtype}”.`);
  const count = shape.reduce((product, side) => product * side, 1);
  if (start + offset + count * Kind.BYTES_PER_ELEMENT > buffer.byteLength) throw new FileError(CUT_SHORT);
  const view = new Kind(buffer, start + offset, count);
  return dtype === "float16" ? widen(view) : view;
}

let halves; // the value of each of the 65,536 numbers of float16

// Float32Array of the bits of float16: few browsers know these by themselves yet.
function widen(bits) {
  halves ??= Float32Array.from({ length: 2 ** 16 }, (_, pattern) => valueOf(pattern));
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = halves[bits[i]];
  return values;
}

function valueOf(pattern) {
  const sign = pattern >> 15 ? -1 : 1, exponent = (pattern >> 10) & 31, fraction = pattern & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24);
}

const CUT_SHORT = "The file is cut short: load the page again.";
