import type { ChipCounts } from '@/lib/domain/project/schema';
import { getTranslations } from '@/lib/i18n/server';

type Status = Exclude<keyof ChipCounts, 'total'>;

/** The states in the order of the bar, with their fills: one accent in steps, never class colours. */
export const CHIP_STATES: readonly { status: Status; fill: string }[] = [
  { status: 'CONFIRMED', fill: 'var(--accent)' },
  {
    status: 'SUBMITTED',

    fill: 'color-mix(in oklab, var(--accent) 55%, var(--bg-1))',
  },
  {
    status: 'RETURNED',

    fill: 'repeating-linear-gradient(45deg, var(--accent) 0 2px, var(--accent-soft) 2px 5px)',
  },
  { status: 'IN_PROGRESS', fill: 'var(--text-3)' },
  { status: 'UNTOUCHED', fill: 'var(--bg-3)' },
];

/** All chips of a project as one bar, a part a state. */
export async function ChipBar({ counts, thin = false }: { counts: ChipCounts; thin?: boolean }) {
  const t = await getTranslations('project.chipBar');
  return (
    <div
      role="img"
      aria-label={CHIP_STATES.map(({ status }) => t(status, { count: counts[status] })).join(', ')}
      className={`flex gap-0.5 ${thin ? 'h-2' : 'h-3'}`}
    >
      {CHIP_STATES.filter(({ status }) => counts[status] > 0).map(({ status, fill }) => (
        <span
          key={status}
          className="min-w-[3px] rounded-[2px]"
          style={{ flex: counts[status], background: fill }}
        />
      ))}
    </div>
  );
}

/** Share of confirmed chips in whole percent; never 100 before all are. */
export function confirmedPercent({ CONFIRMED, total }: ChipCounts): number {
  return total === 0 ? 0 : Math.floor((100 * CONFIRMED) / total);
}
