import type { NoInterval } from '@/lib/domain/model/no-interval';
import { getTranslations } from '@/lib/i18n/server';

/** A value on a line from 0 to 1 with its 95 % interval. The numbers stand beside it. */
export function IntervalBar(props: {
  value: number | null;
  low: number | null;
  high: number | null;
}) {
  const { value, low, high } = props;
  const percent = (share: number) => `${String(Math.round(1000 * share) / 10)}%`;
  return (
    <div className="relative h-3 min-w-24" aria-hidden data-interval={low !== null}>
      <div className="absolute inset-x-0 top-[5.5px] h-px bg-line" />
      {low !== null && high !== null && (
        <div
          className="absolute top-1 h-1 rounded-[2px]"
          style={{
            left: percent(low),
            width: percent(high - low),
            background: 'color-mix(in oklab, var(--accent) 45%, var(--bg-1))',
          }}
        />
      )}
      {value !== null && (
        <div
          className="absolute top-px -ml-[1.5px] h-2.5 w-[3px] rounded-[1px] bg-accent"
          style={{ left: percent(value) }}
        />
      )}
    </div>
  );
}

/** Why no interval is drawn; `of` names whose it is, where it is not plain. */
export async function NoIntervalWords({ reason, of }: { reason: NoInterval | null; of?: string }) {
  const t = await getTranslations('shell.noInterval');
  if (!reason) return null;
  return (
    <span className="text-caption text-text-3">
      {of && `${of}: `}
      {reason.why === 'fewBlocks'
        ? t('fewBlocks', { blocks: reason.blocks, needs: reason.needs })
        : t(reason.why)}
    </span>
  );
}
