import type { CurvePoint } from '@/lib/domain/project/overview';
import type { Translator } from '@/lib/i18n/translator';
import { getTranslations } from '@/lib/i18n/server';

const WIDTH = 888;
const HEIGHT = 196;
const LEFT = 36;
const RIGHT = 872;
const TOP = 20;
const BOTTOM = 164;

interface Drawn extends CurvePoint {
  x: number;
  y: number;
  yLow: number;
  yHigh: number;
}

/** A round number of chips at or above `n`: 1, 2 or 5 times a power of ten, at least 10. */
function roundUp(n: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(10, n)));
  return ([1, 2, 5, 10].find((k) => k * power >= n) ?? 10) * power;
}

/** Macro F1 on the test cells by the chips that each version learned from, with its 95 % interval as a band. */
export async function LearningCurve({ curve }: { curve: readonly CurvePoint[] }) {
  const t = await getTranslations('project.curve');
  const most = roundUp(Math.max(...curve.map((point) => point.chips)));
  const xOf = (chips: number) => LEFT + (chips / most) * (RIGHT - LEFT);
  const yOf = (share: number) => BOTTOM - share * (BOTTOM - TOP);
  const points = curve.flatMap((point): Drawn[] => {
    const { value, low, high } = point.macroF1;
    if (value === null) return [];
    return [
      {
        ...point,
        x: xOf(point.chips),
        y: yOf(value),
        yLow: yOf(low ?? value),
        yHigh: yOf(high ?? value),
      },
    ];
  });
  const line = points.map(({ x, y }) => `${x} ${y}`).join('L');
  const band = [
    ...points.map(({ x, yHigh }) => `${x} ${yHigh}`),
    ...points.toReversed().map(({ x, yLow }) => `${x} ${yLow}`),
  ].join('L');
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={points.map((point) => describePoint(point, t)).join('; ')}
      className="block w-full [&_text]:text-[11px]"
    >
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <g key={share}>
          <path d={`M${LEFT} ${yOf(share)}H${RIGHT}`} stroke="var(--line)" />
          <text x={LEFT - 8} y={yOf(share) + 4} textAnchor="end" fill="var(--text-3)">
            {share}
          </text>
        </g>
      ))}
      {[0, 0.2, 0.4, 0.6, 0.8, 1].map((part) => (
        <text
          key={part}
          x={xOf(part * most)}
          y={BOTTOM + 20}
          textAnchor={part === 1 ? 'end' : 'middle'}
          fill="var(--text-3)"
        >
          {t(part === 1 ? 'lastTick' : 'tick', { chips: part * most })}
        </text>
      ))}
      {points.length > 1 && (
        <>
          <path d={`M${band}Z`} fill="var(--accent)" fillOpacity={0.14} />
          <path d={`M${line}`} fill="none" stroke="var(--accent)" strokeWidth={2} />
        </>
      )}
      {points.map((point) => (
        <Point key={point.number} {...point} words={t(point.status, { name: point.name })} />
      ))}
    </svg>
  );
}

function Point({ words, status, x, y, yLow, yHigh }: Drawn & { words: string }) {
  return (
    <g>
      <path d={`M${x} ${yLow}V${yHigh}`} stroke="var(--accent)" strokeOpacity={0.5} />
      <circle
        cx={x}
        cy={y}
        r={4}
        fill={status === 'CANDIDATE' ? 'var(--bg-1)' : 'var(--accent)'}
        stroke="var(--accent)"
        strokeWidth={2}
      />
      <text
        x={x}
        y={yHigh - 8}
        textAnchor="middle"
        fill="var(--text-2)"
        fontWeight={status === 'CHAMPION' ? 600 : 400}
      >
        {words}
      </text>
    </g>
  );
}

function describePoint(
  { name, chips, macroF1 }: CurvePoint,
  t: Translator<'project.curve'>,
): string {
  const { value, low, high } = macroF1;
  if (value === null) return t('unmeasured', { name, chips });
  if (low === null || high === null) return t('point', { name, chips, value: value.toFixed(2) });
  const [from, to] = [low.toFixed(2), high.toFixed(2)];
  return t('interval', { name, chips, value: value.toFixed(2), from, to });
}
