import type { Score } from '@/lib/contracts/result';
import { getTranslations } from '@/lib/i18n/server';

const SIDE = 160;
const LEFT = 28;
const TOP = 8;

/** How often the version was right where it said so (a reliability diagram): on the dashed line it is exactly as sure as it may be. */
export async function Reliability({ score, name }: { score: Score; name: string }) {
  const t = await getTranslations('models');
  const most = Math.max(1, ...score.reliability.map((bin) => bin.n));
  const x = (p: number) => LEFT + SIDE * p;
  const y = (p: number) => TOP + SIDE * (1 - p);
  const percent = (n: number) => (100 * n).toFixed(0);
  return (
    <svg
      viewBox={`0 0 ${String(LEFT + SIDE + 12)} ${String(TOP + SIDE + 32)}`}
      className="block w-full max-w-64 text-caption"
      role="img"
      aria-label={t('reliabilityOf', {
        name,
        bins: score.reliability
          .map((bin) =>
            t('bin', {
              predicted: percent(bin.predicted),
              observed: percent(bin.observed),
              n: bin.n,
            }),
          )
          .join('; '),
      })}
    >
      {[0, 0.5, 1].map((tick) => (
        <g key={tick} fill="var(--text-3)" fontSize="10">
          <line x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
          <line x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(1)} stroke="var(--line)" />
          <text x={x(0) - 6} y={y(tick) + 3} textAnchor="end">
            {tick}
          </text>
          <text x={x(tick)} y={y(0) + 14} textAnchor="middle">
            {tick === 1 ? '1' : tick}
          </text>
        </g>
      ))}
      <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} stroke="var(--text-3)" strokeDasharray="3 3" />
      {score.reliability.map((bin) => (
        <circle
          key={bin.predicted}
          cx={x(bin.predicted)}
          cy={y(bin.observed)}
          r={2 + 3 * Math.sqrt(bin.n / most)}
          fill="var(--accent)"
        >
          <title>
            {t('bin', {
              predicted: percent(bin.predicted),
              observed: percent(bin.observed),
              n: bin.n,
            })}
          </title>
        </circle>
      ))}
      <text x={x(0.04)} y={y(0.92)} fontSize="10" fill="var(--text-2)">
        {t('observed')}
      </text>
      <text x={x(0.5)} y={y(0) + 28} fontSize="10" fill="var(--text-2)" textAnchor="middle">
        {t('predictedLargerDotsHoldMore')}
      </text>
    </svg>
  );
}
