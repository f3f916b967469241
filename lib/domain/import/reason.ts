/** Why a file did not come in. Codes are closed; the words that go with one are made where it is known what happened. */
export const REASON_CODES = [
  'EMPTY',
  'TOO_LARGE',
  'TOO_MANY_PIXELS',
  'NOT_A_PICTURE',
  'TRUNCATED',
  'UNREADABLE',
  'TOO_SMALL',
  'NO_GEOREFERENCE',
  'PIXELS_NOT_SQUARE',
  'CELL_TOO_SMALL',
  'BAD_BANDS',
  'DUPLICATE',
  'CANCELLED',
  'FAULT',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** A file is kept out, for a reason that its owner can do something about. `message` is shown as it is. */
export class Refusal extends Error {
  readonly code: ReasonCode;

  constructor(code: ReasonCode, message: string) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
  }
}
