import { z } from 'zod';

/*
 * What requests are made of: every text and number that comes in has an end (lib/server/http/every-input.server.test.ts holds
 * all routes to it), so that nothing reaches the database that it cannot store.
 */

/** Largest number of a database column of integers. */
export const INT4_MAX = 2_147_483_647;

const BIG_ID_MAX = 2 ** 50;

/** Text of at most `max` characters. */
export const text = (max: number) => z.string().max(max);

/** The same without the spaces around it. */
export const trimmed = (max: number) => z.string().trim().max(max);

/** 0, 1, 2 ... as far as a column of integers goes. */
export const count = () => z.int().nonnegative().max(INT4_MAX);

/** 1, 2, 3 ... as far as a column of integers goes. */
export const ordinal = () => z.int().positive().max(INT4_MAX);

/** `count` as it stands in a path or a query. */
export const countInText = () => z.coerce.number().int().nonnegative().max(INT4_MAX);

/** Id of a row that is numbered by 8 bytes, and the same in a query: as far as numbers are exact, and more than a table will have. */
export const bigId = () => z.int().nonnegative().max(BIG_ID_MAX);
export const bigIdInText = () => z.coerce.number().int().nonnegative().max(BIG_ID_MAX);

/** `ordinal` as it stands in a path or a query. */
export const ordinalInText = () => z.coerce.number().int().positive().max(INT4_MAX);

/** Yes or no in a query: "1", "true" or nothing after the name is yes. */
export const flagInText = () =>
  z
    .enum(['', '1', 'true', '0', 'false'])
    .transform((word) => word === '' || word === '1' || word === 'true');

/** A day of the calendar that the database has too: it begins with the year 1. */
export const day = () =>
  z.iso
    .date()
    .max(10)
    .refine((value) => !value.startsWith('0000'));

/** A whole number of either sign that a column of integers holds. */
export const int4 = () => z.int().min(-INT4_MAX).max(INT4_MAX);

/** A measured or computed number of either sign; larger ones are no result of anything here. */
export const measure = () => z.number().min(-1e15).max(1e15);

/** Size of a file. */
export const byteCount = () =>
  z
    .int()
    .nonnegative()
    .max(2 ** 50);

/** Keeps milliseconds within what is stored. A clock that jumped, or a page that was open for a month, is no reason to lose work. */
export function clampMs(ms: number): number {
  return Math.min(Math.max(0, Math.round(ms)), INT4_MAX);
}

/** Milliseconds that a client measured: whatever its clock says is taken, at most INT4_MAX. */
export const elapsedMs = () => z.number().overwrite(clampMs).meta({ clamped: true });
