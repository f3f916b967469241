import { z } from 'zod';
import { ChipStatus } from '@/lib/domain/chip/schema';

/** Query of GET /projects/:project/search: what a person typed. */
export const SearchQuery = z.object({
  q: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^\P{Cc}*$/u),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

/** What a project has of that name or number: a few of each, the nearest first. People only for admins. */
export const SearchReply = z.object({
  chips: z.array(
    z.object({
      id: z.uuid(),
      number: z.int().positive(),
      status: ChipStatus,
      picture: z.string(),
    }),
  ),
  pictures: z.array(z.object({ id: z.uuid(), name: z.string() })),
  people: z.array(z.object({ userId: z.uuid(), name: z.string(), email: z.string() })),
});
export type SearchReply = z.infer<typeof SearchReply>;

/** The largest number that a chip can have (int4). */
const MOST = 2 ** 31 - 1;

/** The numbers of chips that "12", "#12" or, in any language, "chip 12" may mean: 12 itself, then those that begin with 12. */
export function chipNumbers(typed: string): number[] {
  const digits = /^(?:\p{L}+\s+)?#?\s*([1-9]\d{0,9})$/u.exec(typed.trim())?.[1];
  if (digits === undefined) return [];
  const number = Number(digits);
  const ten = Array.from({ length: 10 }, (_, i) => i);
  return [number, ...ten.map((i) => 10 * number + i), ...ten.map((i) => 100 * number + i)].filter(
    (candidate) => candidate <= MOST,
  );
}
