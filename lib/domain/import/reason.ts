import type { ErrorMessage, MessageValues } from '@/lib/domain/error/message';

/** Why a file did not come in (enum ImportReason). Each is said in words by the message `refusal.<code>` of the errors. */
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
  'CHIP_TOO_LARGE',
  'BAD_BANDS',
  'DUPLICATE',
  'CANCELLED',
  'NOT_OPENED',
  'DISK_FULL',
  'FAULT',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** The reason in words: what happened, and what the file's owner can do about it. */
export function reasonMessage(code: ReasonCode, values: MessageValues): Required<ErrorMessage> {
  return { key: `refusal.${code}`, values };
}
