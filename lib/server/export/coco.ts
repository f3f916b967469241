import type { DatasetChip, DatasetHeader } from '@/lib/contracts/dataset';
import { chipFileName, exportCells, pictureEnding } from '@/lib/server/export/contents';
import { classIndexOf } from '@/lib/domain/label/cell-code';

/**
 * One COCO file ("instances" of one split) as JSON text, streamed. A cell with a class is an annotation: box, its
 * outline as the polygon, area, iscrowd 0. Absent cells have none. COCO has no word for "looked at, nothing here" or for
 * masked cells, so each image also carries `quadrat`: its lattice and codes, from which an import gets the same cells.
 * Categories are class index + 1 (COCO's ids begin at 1).
 */
export async function* cocoJson(
  header: DatasetHeader,
  chips: () => AsyncIterable<DatasetChip>,
  split: DatasetChip['split'],
  description: string,
): AsyncGenerator<string> {
  const categories = header.classes.map((c) => ({
    id: c.code - 15,
    name: c.name,
    supercategory: 'cell',
  }));
  yield `{"info":${JSON.stringify({ description, version: '1.0' })},"licenses":[],"categories":${JSON.stringify(categories)},"images":[`;
  let first = true;
  for await (const chip of chips()) {
    if (chip.split !== split) continue;
    yield `${first ? '' : ','}${JSON.stringify(image(chip))}`;
    first = false;
  }
  yield '],"annotations":[';
  let id = 0;
  for await (const chip of chips()) {
    if (chip.split !== split) continue;
    let text = '';
    for (const cell of exportCells(chip)) {
      const index = classIndexOf(cell.code);
      if (index === null) continue;
      const { x, y, width, height } = cell;
      text += `${id === 0 ? '' : ','}${JSON.stringify({
        id: (id += 1),
        image_id: chip.number,
        category_id: index + 1,
        bbox: [x, y, width, height],
        segmentation: [[x, y, x + width, y, x + width, y + height, x, y + height]],
        area: width * height,
        iscrowd: 0,
      })}`;
    }
    yield text;
  }
  yield ']}';
}

/** Where a chip's picture lies in the export. */
export function cocoPicture(chip: DatasetChip): string {
  return `images/${chipFileName(chip)}.${pictureEnding(chip.mediaType)}`;
}

function image(chip: DatasetChip) {
  return {
    id: chip.number,
    file_name: cocoPicture(chip).slice('images/'.length),
    width: chip.width,
    height: chip.height,
    license: 0,
    quadrat: {
      asset: chip.assetName,
      chip_row: chip.gridRow,
      chip_col: chip.gridCol,
      rows: chip.rows,
      cols: chip.cols,
      cell_px: chip.cellPx,
      cells: chip.cells,
    },
  };
}
