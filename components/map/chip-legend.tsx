import { useTranslations } from 'use-intl';
import { ChipStatus } from '@/lib/domain/chip/schema';

/** Like styles.ts, for the page. */
const MARKS: Record<ChipStatus, string> = {
  UNTOUCHED: 'border border-text-2',
  IN_PROGRESS: 'border border-text-2 bg-text-3/35',
  SUBMITTED: 'border border-text-2 bg-accent/20',
  RETURNED: 'border-2 border-accent bg-accent/12',
  CONFIRMED: 'border border-text-2 bg-accent/50',
};

/** What the marks of chips on a map say. */
export function ChipLegend() {
  const t = useTranslations('common.chipStatus');
  return (
    <ul className="mt-2 flex flex-wrap gap-x-3 gap-y-1 text-caption text-text-2">
      {ChipStatus.options.map((status) => (
        <li key={status} className="flex items-center gap-1.5">
          <span aria-hidden className={`size-3 rounded-[2px] ${MARKS[status]}`} />
          {t(status)}
        </li>
      ))}
    </ul>
  );
}
