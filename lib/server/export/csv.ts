import type { DatasetChip, DatasetHeader } from '@/lib/contracts/dataset';
import { codeNames, exportCells } from '@/lib/server/export/contents';

/** Columns of the long CSV. The first six are what the labels import reads back to the same cells. */
const COLUMNS = [
  'asset',
  'chip_row',
  'chip_col',
  'cell_row',
  'cell_col',
  'class',
  'chip',
  'split',
  'block',
  'x',
  'y',
  'width',
  'height',
];

/** Long CSV (RFC 4180): one line a decided cell; x, y, width and height are pixels of the asset. One string a chip. */
export async function* csvLines(
  header: DatasetHeader,
  chips: AsyncIterable<DatasetChip>,
  onChip: (cells: number) => void,
): AsyncGenerator<string> {
  const names = new Map([...codeNames(header)].map(([code, name]) => [code, quote(name)]));
  yield `${COLUMNS.join(',')}\r\n`;
  for await (const chip of chips) {
    const before = `${quote(chip.assetName)},${String(chip.gridRow)},${String(chip.gridCol)},`;
    const between = `${String(chip.number)},${chip.split},${quote(chip.block)}`;
    let lines = '';
    let count = 0;
    for (const cell of exportCells(chip)) {
      const box = `${place(chip.x + cell.x)},${place(chip.y + cell.y)},${place(cell.width)},${place(cell.height)}`;
      lines += `${before}${String(cell.row)},${String(cell.col)},${names.get(cell.code) ?? ''},${between},${box}\r\n`;
      count += 1;
    }
    onChip(count);
    yield lines;
  }
}

/** Whole pixels without a point, others with two digits. */
function place(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

/** Quotes where RFC 4180 asks for it, and defuses what a spreadsheet would run as a formula. */
export function quote(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
