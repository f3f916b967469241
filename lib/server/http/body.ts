import { unsoundIn } from '@/lib/core/sound';
import type { Access } from '@/lib/server/auth/gate';
import { AppError, fieldError } from '@/lib/server/app-error';
import { env } from '@/lib/server/env';

const KIB = 1024;

/** Largest body of a route that names no limit: a stranger's holds a form, everybody else's some thousand cells. */
const LIMITS: Record<Access['kind'], number> = {
  public: 16 * KIB,
  person: 64 * KIB,
  owner: 64 * KIB,
  maker: 64 * KIB,
  project: KIB * KIB,
  guest: KIB * KIB,
  machine: KIB * KIB,
};

/** Bytes that a body may have; `file`: as many as the instance takes of a file (QUADRAT_MAX_FILE_BYTES). */
export type BodyLimit = number | 'file';

export function bodyLimit(access: Access, own: BodyLimit | undefined): number {
  return own === 'file' ? env().QUADRAT_MAX_FILE_BYTES : (own ?? LIMITS[access.kind]);
}

/**
 * The same request with a body that ends in an error after `limit` bytes: what is beyond is never read. Nothing is read
 * before somebody asks for it. A body whose length the request tells is passed on as it is: Node.js hands on no byte beyond
 * that length, and counting again takes a seventh of a save's time.
 * @throws AppError `too_large` at once where the request itself says that it is larger
 */
export function limitedRequest(request: Request, limit: number): Request {
  const { body, headers } = request;
  if (!body) return request;
  const told = headers.get('content-length');
  if (told !== null && Number(told) > limit) throw tooLarge(limit);
  if (told !== null && /^\d+$/.test(told) && !headers.has('transfer-encoding')) return request;
  let bytes = 0;
  const counted = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>(
      {
        transform(chunk, controller) {
          bytes += chunk.byteLength;
          if (bytes > limit) throw tooLarge(limit);
          controller.enqueue(chunk);
        },
      },
      undefined,
      // nothing is taken in advance
      { highWaterMark: 0 },
    ),
  );
  return new Request(request, { body: counted, duplex: 'half' } as RequestInit);
}

/** A body of a file may stand still for so long: a tus client goes on from where it stopped. */
const STANDS_STILL_SECONDS = 30;

/**
 * The same request for a route that reads its body itself: the body ends in an error after `limit` bytes, when nothing comes for
 * half a minute, and when `again` rejects, which is asked once all is there and before the route sees the end.
 * @throws AppError `too_large` at once where the request itself says that it is larger
 */
export function attendedRequest(
  request: Request,
  limit: number,
  again: () => Promise<unknown>,
): Request {
  const { body, headers } = request;
  if (!body) return request;
  if (Number(headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  const reader = body.getReader();
  let bytes = 0;
  const attended = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await within(STANDS_STILL_SECONDS, reader.read());
          if (done) {
            await again();
            controller.close();
            return;
          }
          bytes += value.byteLength;
          if (bytes > limit) throw tooLarge(limit);
          controller.enqueue(value);
        } catch (error) {
          controller.error(error);
          // the sender may be gone: there is nobody to tell
          await reader.cancel(error).catch(() => undefined);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // nothing is taken in advance
    { highWaterMark: 0 },
  );
  return new Request(request, { body: attended, duplex: 'half' } as RequestInit);
}

function tooLarge(limit: number): AppError {
  return new AppError('too_large', 'bodyTooLarge', { limit });
}

/** Within this a JSON body arrives, with a second more for as many bytes as it says that it has. */
const ARRIVES = { seconds: 10, bytesMore: 64 * KIB } as const;

/**
 * The JSON of a request.
 * @throws AppError `too_slow` where it takes too long to arrive, `bad_request` where it is none, `too_large`, `invalid` as assertSound
 */
export async function readJson(request: Request): Promise<unknown> {
  const told = Number(request.headers.get('content-length') ?? 0);
  const seconds = ARRIVES.seconds + Math.floor(told / ARRIVES.bytesMore);
  return parseJson(await within(seconds, request.text()));
}

async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new AppError('too_slow', 'bodyTooSlow', { seconds }));
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** JSON from outside as a value that can be stored. @throws AppError `bad_request`, `invalid` */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError('bad_request', 'notJson');
  }
  return assertSound(value);
}

/** Refuses text that no database stores, and nesting without end: no schema has to think of them. @throws AppError `invalid` */
export function assertSound<T>(value: T): T {
  const found = unsoundIn(value);
  if (!found) return value;
  const key = found.kind === 'text' ? 'validation.text' : 'validation.depth';
  const error = fieldError(found.path.slice(0, 8).join('.'), key);
  throw error.path === ''
    ? new AppError('invalid', key, {}, { errors: [error] })
    : new AppError(
        'invalid',
        'field',
        { field: error.path, problem: error.message },
        { errors: [error] },
      );
}
