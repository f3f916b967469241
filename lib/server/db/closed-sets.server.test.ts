import { expect, test } from 'vitest';
import { ExcludedReason } from '@/lib/domain/chip/schema';
import { QueueReason, SkipReason } from '@/lib/domain/queue/schema';
import { db } from '@/lib/server/db/client';
import { FIGURE_NAMES } from '@/lib/server/figure/name';

test.each<[string, readonly string[]]>([
  ['Assignment_reason', QueueReason.options],
  ['ChipSkip_reason', SkipReason.options],
  ['Chip_skipped_reason', ExcludedReason.options],
  ['StoredFigure_name', FIGURE_NAMES],
])('the check %s knows what the code knows', async (name, values) => {
  const [check] = await db().$queryRaw<{ definition: string }[]>`
    SELECT pg_get_constraintdef("oid") AS "definition" FROM pg_constraint WHERE conname = ${name}`;
  const known = [...(check?.definition ?? '').matchAll(/'([^']*)'/g)].map(([, value]) => value);
  expect(known.sort()).toEqual([...values].sort());
});
