import type { ErrorKey, ErrorMessage, MessageValues } from '@/lib/domain/error/message';
import { englishError } from '@/lib/i18n/english-error';

/**
 * Every kind of error that a person or a machine can be shown, by code. Anything that is no AppError is a fault: logged
 * whole, shown as `internal`. `title` is English, for clients that know no key.
 */
export const ERROR_CODES = {
  bad_request: { status: 400, title: 'The request could not be read' },
  invalid: { status: 422, title: 'Some values are not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  not_found: { status: 404, title: 'Not found' },
  too_slow: { status: 408, title: 'It took too long to arrive' },
  conflict: { status: 409, title: 'It changed meanwhile' },
  not_ready: { status: 409, title: 'Not possible yet' },
  lease_lost: { status: 409, title: 'The lease has passed to somebody else' },
  gone: { status: 410, title: 'No longer available' },
  too_large: { status: 413, title: 'Too large' },
  unsupported_media: { status: 415, title: 'This kind of file is not supported' },
  rate_limited: { status: 429, title: 'Too many tries' },
  internal: { status: 500, title: 'Something went wrong on the server' },
  unavailable: { status: 503, title: 'Not available right now' },
  disk_full: { status: 507, title: 'The disk is full' },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * An error with a closed code and the key of a message: what happened, what was kept, what to do. The browser says it in the
 * person's language; `message` is the same in English. `extra` goes into the reply beside it.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly text: Required<ErrorMessage>;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    key: ErrorKey,
    values: MessageValues = {},
    extra: Record<string, unknown> = {},
  ) {
    super(englishError({ key, values }));
    this.name = 'AppError';
    this.code = code;
    this.text = { key, values };
    this.extra = extra;
  }

  get status(): number {
    return ERROR_CODES[this.code].status;
  }
}

/** One field of a body that is wrong, as a problem reply lists it in `errors`. */
export interface FieldError extends Required<ErrorMessage> {
  readonly path: string;
  /** the same in English */
  readonly message: string;
}

export function fieldError(path: string, key: ErrorKey, values: MessageValues = {}): FieldError {
  return { path, key, values, message: englishError({ key, values }) };
}
