import { z } from 'zod';
import { AppError, ERROR_CODES } from '@/lib/core/app-error';
import { newId } from '@/lib/core/ids';
import { log } from '@/lib/server/log';

/**
 * Turns any thrown thing into a problem reply (RFC 9457): `code` is from lib/core/app-error.ts, `errors` lists bad fields.
 * Faults are logged whole and shown only by a reference number.
 */
export function problemReply(error: unknown): Response {
  if (error instanceof AppError) {
    return send(error.code, error.message, error.extra);
  }
  if (error instanceof z.ZodError) {
    const errors = error.issues.map((i) => ({ path: i.path.join('.'), message: i.message }));
    const first = errors[0];
    return send(
      'invalid',
      first ? `${first.path || 'value'}: ${first.message}` : 'Invalid values',
      { errors },
    );
  }
  const reference = newId();
  log.error({ err: error, reference }, 'a request failed');
  return send('internal', `Nothing was changed that was not confirmed. Reference ${reference}.`, {
    reference,
  });
}

function send(
  code: keyof typeof ERROR_CODES,
  detail: string,
  extra: Record<string, unknown>,
): Response {
  const { status, title } = ERROR_CODES[code];
  return Response.json(
    { type: `urn:quadrat:error:${code}`, title, status, detail, code, ...extra },
    {
      status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    },
  );
}
