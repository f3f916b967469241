import { useTranslations } from 'use-intl';
import { RECENT, trendOf } from '@/lib/ml/live/record';
import type { ChipRecord } from '@/lib/ml/predictor';

const WIDTH = 288;
const HEIGHT = 96;
const LEFT = 40;
const RIGHT = WIDTH - 8;
const TOP = 8;
const BOTTOM = HEIGHT - 20;

/** Right ones of the live head's marks, ten chips at a time, as a line with its scale and in words. */
export function LiveTrend({ record }: { record: readonly ChipRecord[] }) {
  const t = useTranslations('live.trend');
  const { points, last, before } = trendOf(record);
  const latest = points.at(-1);
  if (!latest) return null;
  const first = points[0]?.chips ?? 1;
  const xOf = (chips: number): number =>
    LEFT + ((chips - first) / Math.max(1, latest.chips - first)) * (RIGHT - LEFT);
  const yOf = (share: number): number => BOTTOM - share * (BOTTOM - TOP);
  const line = points.map(({ chips, right, marks }) => `${xOf(chips)} ${yOf(right / marks)}`);
  const lately = t('last', { ...last, marks: last.right + last.wrong });
  const earlier = before && t('before', { ...before, marks: before.right + before.wrong });
  return (
    <figure className="flex flex-col gap-1">
      <svg
        viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
        className="w-full [&_text]:fill-text-3 [&_text]:text-[11px]"
        role="img"
        aria-label={t('line', { chips: RECENT })}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <path
              d={`M${String(LEFT)} ${String(yOf(share))}H${String(RIGHT)}`}
              className="stroke-line"
            />
            <text x={LEFT - 6} y={yOf(share) + 4} textAnchor="end">
              {t('percent', { share })}
            </text>
          </g>
        ))}
        {points.length > 1 && (
          <path d={`M${line.join('L')}`} className="fill-none stroke-accent" strokeWidth={2} />
        )}
        <circle
          cx={xOf(latest.chips)}
          cy={yOf(latest.right / latest.marks)}
          r={3}
          className="fill-accent"
        />
        <text x={LEFT} y={HEIGHT - 4}>
          {t('chip', { chips: first })}
        </text>
        {latest.chips > first && (
          <text x={RIGHT} y={HEIGHT - 4} textAnchor="end">
            {t('chip', { chips: latest.chips })}
          </text>
        )}
      </svg>
      <figcaption className="text-text-2">
        {earlier === null ? `${lately}.` : `${lately}; ${earlier}.`}{' '}
        <span className="text-text-3">{t('how')}</span>
      </figcaption>
    </figure>
  );
}
