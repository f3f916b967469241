import { z } from 'zod';
import { newId } from '@/lib/core/ids';
import { AppError, ERROR_CODES } from '@/lib/server/app-error';
import { fieldErrors } from '@/lib/server/http/issues';
import { log } from '@/lib/server/log';

/**
 * Turns any thrown thing into a problem reply (RFC 9457): `code` is from lib/server/app-error.ts, `key` and `values` name a
 * message of messages/<language>/errors.json, `detail` is the same in English, `errors` lists bad fields likewise.
 * Faults are logged whole and shown only by a reference number.
 */
export function problemReply(error: unknown): Response {
  if (error instanceof AppError) return send(error);
  if (error instanceof z.ZodError) return send(invalid(error));
  const reference = newId();
  log.error({ err: error, reference }, 'a request failed');
  return send(new AppError('internal', 'internal', { reference }, { reference }));
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
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    },
  );
}
