/**
 * Every error that a person or a machine can be shown, by code. `title` is the short text for people; a message that is
 * specific to the case goes into `detail`. Anything that is no AppError is a fault: logged whole, shown as `internal`.
 */
export const ERROR_CODES = {
  bad_request: { status: 400, title: 'The request could not be read' },
  invalid: { status: 422, title: 'Some values are not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'It changed meanwhile' },
  not_ready: { status: 409, title: 'Not possible yet' },
  lease_lost: { status: 409, title: 'The lease has passed to somebody else' },
  gone: { status: 410, title: 'No longer available' },
  too_large: { status: 413, title: 'Too large' },
  unsupported_media: { status: 415, title: 'This kind of file is not supported' },
  rate_limited: { status: 429, title: 'Too many tries' },
  internal: { status: 500, title: 'Something went wrong on the server' },
  unavailable: { status: 503, title: 'Not available right now' },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** An error with a closed code. `detail` is written for the reader: what happened, what was kept, what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, detail: string, extra: Record<string, unknown> = {}) {
    super(detail);
    this.name = 'AppError';
    this.code = code;
    this.extra = extra;
  }

  get status(): number {
    return ERROR_CODES[this.code].status;
  }
}
