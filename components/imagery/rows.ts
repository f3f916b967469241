import type { LocalUpload } from '@/components/imagery/upload-queue';
import type { AssetView } from '@/lib/domain/asset/schema';
import { UNDER_WAY } from '@/lib/domain/import/schema';
import type { ImportView } from '@/lib/domain/import/schema';

/** A row of the files table: a picture that is in, a line that is not, or a file that the server has not heard of. */
export type FileRow =
  | { kind: 'asset'; key: string; group: 'ready'; asset: AssetView }
  | { kind: 'line'; key: string; group: Group; line: ImportView; local: LocalUpload | null }
  | { kind: 'local'; key: string; group: Group; local: LocalUpload };
export type Group = 'needs you' | 'under way' | 'waiting' | 'ready' | 'over';

const ORDER: readonly Group[] = ['needs you', 'under way', 'ready', 'waiting', 'over'];

/** All rows, what needs somebody first. Files that wait in this page are counted, not listed, beyond a few. */
export function toRows(
  assets: readonly AssetView[],
  lines: readonly ImportView[],
  uploads: readonly LocalUpload[],
): FileRow[] {
  const byImport = new Map(uploads.map((upload) => [upload.importId, upload]));
  const known = new Set(lines.map((line) => line.id));
  const rows: FileRow[] = [
    ...lines.map((line): FileRow => {
      const local = byImport.get(line.id) ?? null;
      return { kind: 'line', key: line.id, group: groupOf(line, local), line, local };
    }),
    ...uploads
      .filter((upload) => upload.state !== 'done' && !known.has(upload.importId ?? ''))
      .map((local): FileRow => ({
        kind: 'local',
        key: local.key,
        group: localGroup(local),
        local,
      })),
    ...assets.map((asset): FileRow => ({ kind: 'asset', key: asset.id, group: 'ready', asset })),
  ];
  return rows.sort((a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group));
}

function groupOf(line: ImportView, local: LocalUpload | null): Group {
  if (line.state === 'FAILED') return 'needs you';
  if (line.state === 'DUPLICATE' || line.state === 'CANCELLED') return 'over';
  if (line.state === 'WAITING') return 'waiting';
  if (line.state === 'UPLOADING') {
    // nobody sends it: its page was closed, or the connection is gone
    if (!local || local.state === 'failed') return 'needs you';
    if (local.state !== 'sending') return 'waiting';
  }
  return UNDER_WAY.includes(line.state) ? 'under way' : 'ready';
}

function localGroup(local: LocalUpload): Group {
  if (local.state === 'failed') return 'needs you';
  return local.state === 'sending' ? 'under way' : 'waiting';
}

/** How far all files on their way are together, 0 to 1: half for the bytes, half for reading and cutting. */
export function overall(rows: readonly FileRow[]): number {
  let all = 0;
  let done = 0;
  for (const row of rows) {
    const bytes = row.kind === 'line' ? row.line.bytes : row.kind === 'local' ? row.local.bytes : 0;
    if (bytes === 0 || (row.group !== 'under way' && row.group !== 'waiting')) continue;
    all += bytes;
    done += bytes * fraction(row);
  }
  return all === 0 ? 1 : done / all;
}

function fraction(row: FileRow): number {
  if (row.kind === 'asset') return 1;
  if (row.kind === 'local') return row.local.sent / Math.max(1, row.local.bytes) / 2;
  const { line, local } = row;
  const received = Math.max(line.received, local?.sent ?? 0) / Math.max(1, line.bytes);
  return line.state === 'UPLOADING' ? received / 2 : 0.5 + (line.fraction ?? 0) / 2;
}
