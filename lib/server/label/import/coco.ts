import { z } from 'zod';
import type { LabelFile, LabelLine } from '@/lib/server/label/import/lines';

const Id = z.union([z.number(), z.string().max(100)]);

/** A picture of a COCO file. `quadrat` is what our own exports say of a chip's picture (lib/server/export/coco.ts). */
const CocoImage = z.object({
  id: Id,
  file_name: z.string(),
  quadrat: z
    .object({
      asset: z.string(),
      chip_row: z.number(),
      chip_col: z.number(),
      cell_px: z.number().positive(),
    })
    .optional(),
});
type CocoImage = z.infer<typeof CocoImage>;

const CocoAnnotation = z.object({
  image_id: Id,
  category_id: Id,
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
});

const CocoCategory = z.object({ id: Id, name: z.string() });

/** The parts of a COCO file, as they come: annotations may stand before the pictures and categories that they name. */
export class CocoParts {
  private readonly images = new Map<string, CocoImage>();
  private readonly categories = new Map<string, string>();
  private readonly annotations: unknown[] = [];

  /** Whether `value` is one of them. */
  take(value: unknown): boolean {
    if (isObject(value) && 'geometry' in value) return false;
    const image = CocoImage.safeParse(value).data;
    if (image) this.images.set(String(image.id), image);
    else if (isAnnotation(value)) this.annotations.push(value);
    else {
      const category = CocoCategory.safeParse(value).data;
      if (category) this.categories.set(String(category.id), category.name);
      return category !== undefined;
    }
    return true;
  }

  get isEmpty(): boolean {
    return this.images.size === 0 && this.annotations.length === 0;
  }

  /**
   * Boxes by their middle, in pixels of the picture that the file names; of a chip's picture out of our own export, the chip's cell. A
   * picture without an annotation was looked at and shows nothing.
   */
  toFile(): LabelFile {
    const images = [...this.images.values()];
    const named = new Set<string>();
    const lines = this.annotations.map((value, i) => this.toLine(value, i + 1, named));
    for (const image of images) {
      if (named.has(String(image.id)) || image.quadrat) continue;
      lines.push({ kind: 'looked', line: lines.length + 1, asset: image.file_name });
    }
    const isChips = images.length > 0 && images.every((image) => image.quadrat);
    return { kind: isChips ? 'cells' : 'boxes', epsg: null, lines };
  }

  private toLine(value: unknown, line: number, named: Set<string>): LabelLine {
    const annotation = CocoAnnotation.safeParse(value).data;
    const image = annotation && this.images.get(String(annotation.image_id));
    if (!annotation || !image) return { kind: 'problem', line, code: 'unreadable', values: {} };
    named.add(String(image.id));
    const [left, top, width, height] = annotation.bbox;
    const [x, y] = [left + width / 2, top + height / 2];
    const name = this.categories.get(String(annotation.category_id)) ?? '';
    if (!image.quadrat) return { kind: 'object', line, asset: image.file_name, x, y, class: name };
    const { asset, chip_row: gridRow, chip_col: gridCol, cell_px: side } = image.quadrat;
    const [row, col] = [Math.floor(y / side), Math.floor(x / side)];
    return { kind: 'cell', line, asset, gridRow, gridCol, row, col, class: name };
  }
}

function isAnnotation(value: unknown): boolean {
  return isObject(value) && 'image_id' in value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
