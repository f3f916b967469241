import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { CODE_WORDS } from '@/lib/domain/label/file';
import { isDecided } from '@/lib/domain/label/cell-code';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { listClasses } from '@/lib/server/class/data';
import { quote } from '@/lib/server/export/csv';
import { labellingsForExport } from '@/lib/server/label/export/data';

/** The import reads the first six back to the same cells. */
const COLUMNS = 'asset,chip_row,chip_col,cell_row,cell_col,class,chip';

/**
 * Labels as CSV (RFC 4180), one line a decided cell, unsure and unusable too; streamed, so memory does not grow with the
 * project. `labellings` has every person's own labels with their email and the labelling's status.
 */
export async function labelsCsv(
  scope: ProjectScope,
  of: 'consensus' | 'labellings',
): Promise<Response> {
  const classes = await listClasses(scope);
  const names = new Map([...CODE_WORDS, ...classes.map((c) => [c.code, quote(c.name)] as const)]);
  const lines = Readable.from(csvLines(scope, of, names), { objectMode: false });
  return new Response(Readable.toWeb(lines) as ReadableStream<Uint8Array> as BodyInit, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${scope.slug}-${of}.csv"`,
      'cache-control': 'no-store',
    },
  });
}

async function* csvLines(
  scope: ProjectScope,
  of: 'consensus' | 'labellings',
  names: ReadonlyMap<number, string>,
): AsyncGenerator<string> {
  yield of === 'consensus' ? `${COLUMNS}\r\n` : `${COLUMNS},labeler,status\r\n`;
  for await (const { cells, status, user, chip } of labellingsForExport(scope.projectId, of)) {
    const before = `${quote(chip.asset.name)},${String(chip.gridRow)},${String(chip.gridCol)},`;
    const after =
      of === 'consensus'
        ? String(chip.number)
        : `${String(chip.number)},${quote(user?.email ?? '')},${status.toLowerCase()}`;
    let text = '';
    for (const [cell, code] of cells.entries()) {
      if (!isDecided(code)) continue;
      const place = `${String(Math.floor(cell / chip.cols))},${String(cell % chip.cols)}`;
      text += `${before}${place},${names.get(code) ?? String(code)},${after}\r\n`;
    }
    if (text !== '') yield text;
  }
}
