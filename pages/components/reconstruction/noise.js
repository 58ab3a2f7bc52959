// Noise on images, from random numbers that an image keeps at every kind and strength: so it grows
// with the slider instead of flickering. As `ae.data.noise.corrupt`, with the same numbers.

const KINDS = {
  none: (pixel) => pixel,
  gaussian: (pixel, level, uniform, normal) => Math.min(1, Math.max(0, pixel + level * normal)),
  masking: (pixel, level, uniform) => (uniform < level ? 0 : pixel),
  salt_pepper: (pixel, level, uniform) => {
    if (uniform >= level) return pixel;
    return uniform < Math.fround(level / 2) ? 1 : 0;
  },
};

// Float32 of the images' length, in [0, 1]. `draws` holds a `uniform` and a `normal` number for each
// pixel, `level` is 0 to 1.
export function corrupt(images, { kind, level }, { uniform, normal }) {
  const strength = Math.fround(level), spoil = KINDS[kind];
  return images.map((pixel, k) => spoil(pixel, strength, uniform[k], normal[k]));
}
