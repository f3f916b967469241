import { z } from 'zod';
import { newId } from '@/lib/core/ids';
import { AppError, ERROR_CODES } from '@/lib/server/app-error';
import { isDatabaseAway } from '@/lib/server/db/away';
import { diskFull, isDiskFull } from '@/lib/server/disk-full';
import { fieldErrors } from '@/lib/server/http/issues';
import { log } from '@/lib/server/log';

/** Seconds after which an answer of 503 may be another one. */
export const RETRY_AFTER = '5';
/** nginx's status of a request that was broken off; for logs only. */
const CLIENT_GONE = 499;

/**
 * Turns any thrown thing into a problem reply (RFC 9457): `code` is from lib/server/app-error.ts, `key` and `values` name a
 * message of messages/<language>/errors.json, `detail` is the same in English, `errors` lists bad fields likewise.
 * Faults are logged whole and shown only by a reference number.
 */
export function problemReply(error: unknown): Response {
  if (error instanceof AppError) return send(error);
  if (error instanceof z.ZodError) return send(invalid(error));
  if (isDiskFull(error)) {
    log.error({ err: error }, 'the disk is full');
    return send(diskFull(error));
  }
  if (isDatabaseAway(error)) {
    log.error({ err: error }, 'the database is away');
    return send(new AppError('unavailable', 'database'));
  }
  if (isAborted(error)) {
    log.info('who asked went away while sending');
    return new Response(null, { status: CLIENT_GONE });
  }
  const reference = newId();
  log.error({ err: error, reference }, 'a request failed');
  return send(new AppError('internal', 'internal', { reference }, { reference }));
}

/** Node.js ends the body of a request whose connection broke with this: nothing of ours failed, and nobody reads the reply. */
function isAborted(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.message === 'aborted' &&
    (error as NodeJS.ErrnoException).code === 'ECONNRESET'
  );
}

/** A refused value: its first field leads, all are listed. */
function invalid({ issues }: z.ZodError): AppError {
  const errors = fieldErrors(issues);
  const [first] = errors;
  if (!first) return new AppError('invalid', 'validation.invalid');
  return first.path === ''
    ? new AppError('invalid', first.key, first.values, { errors })
    : new AppError('invalid', 'field', { field: first.path, problem: first.message }, { errors });
}

function send({ code, message, text, extra }: AppError): Response {
  const { status, title } = ERROR_CODES[code];
  return Response.json(
    { type: `urn:quadrat:error:${code}`, title, status, detail: message, code, ...text, ...extra },
    {
      status,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        // what is left of a body that is too large, or of one that is too slow, is not waited for
        ...(code === 'too_large' || code === 'too_slow' ? { connection: 'close' } : {}),
        ...(status === 503 ? { 'retry-after': RETRY_AFTER } : {}),
      },
    },
  );
}
