import sharp from 'sharp';
import type { DatasetChip, DatasetHeader } from '@/lib/contracts/dataset';
import { chipFileName, codeNames, exportCells } from '@/lib/server/export/contents';
import { objectPath } from '@/lib/server/objects/store';
import { classIndexOf } from '@/lib/domain/label/cell-code';

/** One cell's picture: lossless PNG, so that a second JPEG pass adds nothing. */
export interface CellPicture {
  path: string;
  png: Uint8Array;
}

/** `<split>/<class>/<chip>_<row>_<col>.png` for every decided cell of a chip; the picture is decoded once. */
export async function cellPictures(
  header: DatasetHeader,
  chip: DatasetChip,
): Promise<CellPicture[]> {
  const folders = new Map(
    [...codeNames(header)].map(([code, name]) => [code, folderName(name, code)]),
  );
  const { data, info } = await sharp(objectPath(chip.image))
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  const stem = chipFileName(chip);
  const jobs: Promise<CellPicture>[] = [];
  for (const cell of exportCells(chip)) {
    const left = Math.round(cell.x);
    const top = Math.round(cell.y);
    const region = {
      left,
      top,
      width: Math.min(Math.round(cell.x + cell.width), info.width) - left,
      height: Math.min(Math.round(cell.y + cell.height), info.height) - top,
    };
    const folder = folders.get(cell.code) ?? 'unknown';
    const path = `${chip.split}/${folder}/${stem}_${String(cell.row)}_${String(cell.col)}.png`;
    jobs.push(
      sharp(data, { raw })
        .extract(region)
        .png({ compressionLevel: 6 })
        .toBuffer()
        .then((png) => ({ path, png })),
    );
  }
  return Promise.all(jobs);
}

/** A class name as a folder; the code keeps two names apart that differ only in signs. */
function folderName(name: string, code: number): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const index = classIndexOf(code);
  return index === null ? 'absent' : `${String(index + 1)}-${plain || 'class'}`;
}
