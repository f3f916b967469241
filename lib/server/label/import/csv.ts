import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { AppError } from '@/lib/server/app-error';
import type { LabelFileKind } from '@/lib/domain/label/file';
import { toNumber } from '@/lib/server/label/import/lines';
import type { LabelFile, LabelLine } from '@/lib/server/label/import/lines';

interface CsvRow {
  record: string[];
  info: { lines: number };
}

/** Names under which other programs write the same columns (DeepForest, torchvision, spreadsheets). */
const ALIASES: Readonly<Record<string, string>> = {
  image_path: 'asset',
  image: 'asset',
  filename: 'asset',
  file: 'asset',
  label: 'class',
};

const PLACES: Readonly<Record<LabelFileKind, readonly string[]>> = {
  cells: ['chip_row', 'chip_col', 'cell_row', 'cell_col'],
  boxes: ['xmin', 'ymin', 'xmax', 'ymax'],
  points: ['x', 'y'],
};

/**
 * Opens a CSV file of labels (columns at LabelImportQuery), reading no more than its header; rows are read as they are
 * asked for.
 * @throws AppError `invalid` when the columns are none that we know, or later where the text is no CSV
 */
export async function openCsv(body: Readable): Promise<LabelFile> {
  const parser = body.pipe(
    parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }),
  );
  // a broken connection must end the reading, not leave it waiting
  body.once('error', (error) => parser.destroy(error));
  const rows = (parser as AsyncIterable<CsvRow>)[Symbol.asyncIterator]();
  const first = await nextRow(rows);
  if (!first) throw new AppError('invalid', 'labelImport.empty');
  const columns = first.record.map((name) => {
    const lower = name.toLowerCase();
    return ALIASES[lower] ?? lower;
  });
  const kind = kindOf(columns);
  const [asset, className] = [columns.indexOf('asset'), columns.indexOf('class')];
  const places = PLACES[kind].map((name) => columns.indexOf(name));
  return { kind, epsg: null, lines: readRows(rows, { kind, asset, className, places }) };
}

function kindOf(columns: readonly string[]): LabelFileKind {
  for (const kind of ['cells', 'boxes', 'points'] as const) {
    if (PLACES[kind].every((name) => columns.includes(name))) return kind;
  }
  throw new AppError('invalid', 'labelImport.columns', {
    columns: columns.join(',').slice(0, 200),
  });
}

interface Columns {
  kind: LabelFileKind;
  asset: number;
  className: number;
  places: readonly number[];
}

async function* readRows(rows: AsyncIterator<CsvRow>, columns: Columns): AsyncGenerator<LabelLine> {
  for (let row = await nextRow(rows); row; row = await nextRow(rows)) {
    yield toLine(row, columns);
  }
}

async function nextRow(rows: AsyncIterator<CsvRow>): Promise<CsvRow | null> {
  try {
    const next = await rows.next();
    return next.done ? null : next.value;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new AppError('invalid', 'labelImport.csv', { detail: error.message });
  }
}

function toLine({ record, info }: CsvRow, columns: Columns): LabelLine {
  const line = info.lines;
  const asset = unquoteFormula(record[columns.asset] ?? '');
  const className = unquoteFormula(record[columns.className] ?? '');
  const texts = columns.places.map((column) => record[column] ?? '');
  if (texts.every((text) => text === '') && className === '')
    return { kind: 'looked', line, asset };
  const numbers = texts.map((text) => toNumber(text) ?? NaN);
  const wrong = numbers.findIndex(Number.isNaN);
  if (wrong >= 0) {
    const name = PLACES[columns.kind][wrong] ?? '';
    return {
      kind: 'problem',
      line,
      code: 'number',
      values: { column: name, text: texts[wrong] ?? '' },
    };
  }
  const [a = NaN, b = NaN, c = NaN, d = NaN] = numbers;
  switch (columns.kind) {
    case 'points':
      return { kind: 'object', line, asset, x: a, y: b, class: className };
    case 'boxes':
      return { kind: 'object', line, asset, x: (a + c) / 2, y: (b + d) / 2, class: className };
    case 'cells':
      return {
        kind: 'cell',
        line,
        asset,
        gridRow: a,
        gridCol: b,
        row: c,
        col: d,
        class: className,
      };
  }
}

/** Takes off the mark that our exports put before what a spreadsheet would run as a formula. */
function unquoteFormula(text: string): string {
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
