import { Readable } from 'node:stream';
import { AppError } from '@/lib/server/app-error';
import { objectBytes, readObject } from '@/lib/server/objects/store';

interface ObjectReplyOptions {
  mediaType: string;
  /** offered as a download under this name */
  downloadName?: string;
  /** content under this address never changes: browsers may keep it for a year */
  immutable?: boolean;
}

/** Sends an object with ETag and Range, so that a broken download or a player resumes where it was (RFC 9110). */
export async function objectReply(
  request: Request,
  sha256: string,
  options: ObjectReplyOptions,
): Promise<Response> {
  const total = await objectBytes(sha256);
  if (total === null) throw new AppError('gone', 'fileGone');
  const etag = `"${sha256}"`;
  const headers = new Headers({
    'content-type': options.mediaType,
    'accept-ranges': 'bytes',
    etag,
    'cache-control': options.immutable
      ? 'private, max-age=31536000, immutable'
      : 'private, no-cache',
  });
  if (options.downloadName !== undefined) {
    headers.set(
      'content-disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(options.downloadName)}`,
    );
  }
  if (request.headers.get('if-none-match') === etag) {
    return new Response(null, { status: 304, headers });
  }
  const ifRange = request.headers.get('if-range');
  const wanted = ifRange === null || ifRange === etag ? request.headers.get('range') : null;
  const range = wanted === null ? null : parseRange(wanted, total);
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${String(total)}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set('content-length', String(range ? range.end - range.start + 1 : total));
  if (range) {
    headers.set(
      'content-range',
      `bytes ${String(range.start)}-${String(range.end)}/${String(total)}`,
    );
  }
  const body =
    request.method === 'HEAD' || total === 0
      ? null
      : (Readable.toWeb(readObject(sha256, range ?? undefined)) as ReadableStream<Uint8Array>);
  return new Response(body, { status: range ? 206 : 200, headers });
}

/** One range of a Range header, both ends inclusive; null for what this server answers in full. */
function parseRange(
  header: string,
  total: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match) return null;
  const [first, last] = [match[1] ?? '', match[2] ?? ''];
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, total - Number(last)) : Number(first);
  const end = first === '' || last === '' ? total - 1 : Math.min(Number(last), total - 1);
  return start <= end && start < total ? { start, end } : 'unsatisfiable';
}
