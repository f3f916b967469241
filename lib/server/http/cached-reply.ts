import { readFile } from 'node:fs/promises';

/** Sends a picture that was made for this request or an earlier one; `lasting`: the address names its content. */
export async function cachedReply(
  request: Request,
  cached: { etag: string; file: string },
  { lasting }: { lasting: boolean },
): Promise<Response> {
  const etag = `"${cached.etag}"`;
  const headers = new Headers({
    etag,
    // an hour: unlike an object it may come out differently after an update of Quadrat
    'cache-control': lasting ? 'private, max-age=3600' : 'private, no-cache',
  });
  if (request.headers.get('if-none-match') === etag) {
    return new Response(null, { status: 304, headers });
  }
  const bytes = await readFile(cached.file);
  headers.set('content-type', bytes[0] === 0x89 ? 'image/png' : 'image/jpeg');
  return new Response(new Uint8Array(bytes), { headers });
}
