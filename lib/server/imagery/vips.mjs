// One picture through libvips into its own format. Plain JavaScript: it also runs as a process (vips-process.mjs).
import sharp from 'sharp';

/** Decodes `source` into `scratch` in one sequential pass; `space`: names the space of numbers that are data, null for a photo. */
export async function decodeByVips({ source, scratch, space, part }) {
  const options = { limitInputPixels: false, sequentialRead: true, failOn: 'error' };
  const image =
    space === null
      ? sharp(source, options)
      : // naming the space that the numbers are in keeps them as they are
        sharp(source, { ...options, ignoreIcc: true }).toColourspace(space);
  const shown =
    part === null
      ? image
      : image.extract({ left: part.x, top: part.y, width: part.width, height: part.height });
  await shown.toFile(scratch);
}
