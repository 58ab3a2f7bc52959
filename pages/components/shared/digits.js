// One digit on a canvas of 28 by 28.

const SIDE = 28;

// `values`: 784 of them, bytes or numbers that are clipped to [0, 1].
export function drawDigit(canvas, values) {
  const scale = values instanceof Uint8Array || values instanceof Uint8ClampedArray ? 1 : 255;
  const image = new ImageData(SIDE, SIDE);
  for (let i = 0; i < values.length; i++) {
    image.data.fill(scale * values[i], 4 * i, 4 * i + 3);
    image.data[4 * i + 3] = 255;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}
