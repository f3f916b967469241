import type { SnapshotSummary } from '@/lib/domain/snapshot/schema';
import type { Translator } from '@/lib/i18n/translator';

/** What a snapshot leaves out and why, one entry a reason, most chips first: "12 chips waiting for review". */
export function describeLeftOut(
  { leftOut }: SnapshotSummary,
  t: Translator<'common.leftOut'>,
): string[] {
  const { unlabelled, unsure, unusable } = leftOut.cells;
  const cells = [
    ['unlabelled', unlabelled],
    ['unsure', unsure],
    ['unusable', unusable],
  ] as const;
  return [
    ...leftOut.chips
      .toSorted((a, b) => b.chips - a.chips)
      .map(({ reason, chips }) => t(reason, { count: chips })),
    ...cells.filter(([, count]) => count > 0).map(([kind, count]) => t(kind, { count })),
  ];
}
