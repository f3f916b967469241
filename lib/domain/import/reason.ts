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

/** The short words of a line; the whole reason stands beside them. */
export const REASON_TITLES: Record<ReasonCode, string> = {
  EMPTY: 'Empty file',
  TOO_LARGE: 'File too large',
  TOO_MANY_PIXELS: 'Too many pixels',
  NOT_A_PICTURE: 'Not a picture',
  TRUNCATED: 'Cut off',
  UNREADABLE: 'Damaged',
  TOO_SMALL: 'Smaller than a cell',
  NO_GEOREFERENCE: 'No coordinates',
  PIXELS_NOT_SQUARE: 'Pixels not square',
  CELL_TOO_SMALL: 'Cells too small',
  BAD_BANDS: 'No such bands',
  DUPLICATE: 'Already here',
  CANCELLED: 'Cancelled',
  FAULT: 'Our fault',
};

/** A file is kept out, for a reason that its owner can do something about. `message` is shown as it is. */
export class Refusal extends Error {
  readonly code: ReasonCode;

  constructor(code: ReasonCode, message: string) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
  }
}
