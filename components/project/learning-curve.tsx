import type { CurvePoint } from '@/lib/domain/project/overview';
import type { Translator } from '@/lib/i18n/translator';
import { getLocale, getTranslations } from '@/lib/i18n/server';
import { placeLabels } from '@/components/project/place-labels';

const HEIGHT = 196;
const LEFT = 36;
const TOP = 20;
const BOTTOM = 164;
/** Drawn for wide and for narrow windows, so that words keep their size. */
const WIDTHS = [
  { width: 888, shares: [0, 0.2, 0.4, 0.6, 0.8, 1], className: 'max-sm:hidden' },
  { width: 340, shares: [0, 0.5, 1], className: 'sm:hidden' },
] as const;

interface Drawn extends CurvePoint {
  words: string;
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
  const locale = await getLocale();
  return (
    <div
      role="img"
      aria-label={curve
        .filter(({ macroF1 }) => macroF1.value !== null)
        .map((point) => describePoint(point, t))
        .join('; ')}
    >
      {WIDTHS.map((size) => (
        <Drawing key={size.width} {...{ curve, t, locale }} {...size} />
      ))}
    </div>
  );
}

function Drawing(props: {
  curve: readonly CurvePoint[];
  t: Translator<'project.curve'>;
  locale: string;
  width: number;
  shares: readonly number[];
  className: string;
}) {
  const { curve, t, width } = props;
  const right = width - 16;
  const most = roundUp(Math.max(...curve.map((point) => point.chips)));
  const xOf = (chips: number) => LEFT + (chips / most) * (right - LEFT);
  const yOf = (share: number) => BOTTOM - share * (BOTTOM - TOP);
  const points = curve.flatMap((point): Drawn[] => {
    const { value, low, high } = point.macroF1;
    if (value === null) return [];
    return [
      {
        ...point,
        words: t(point.status, { name: point.name }),
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
  const labels = placeLabels(
    points.map(({ words, x, yHigh }) => ({ words, x, y: yHigh - 8 })),
    { left: 0, right: width, top: 10, bottom: BOTTOM - 4 },
  );
  return (
    <svg
      viewBox={`0 0 ${width} ${HEIGHT}`}
      aria-hidden
      className={`w-full [&_text]:text-[11px] ${props.className}`}
    >
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <g key={share}>
          <path d={`M${LEFT} ${yOf(share)}H${right}`} stroke="var(--line)" />
          <text x={LEFT - 8} y={yOf(share) + 4} textAnchor="end" fill="var(--text-3)">
            {share.toLocaleString(props.locale)}
          </text>
        </g>
      ))}
      {props.shares.map((part) => (
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
        <Point key={point.number} {...point} />
      ))}
      {points.map(({ number, status, words }, index) => (
        <text
          key={number}
          x={labels[index]?.x}
          y={labels[index]?.y}
          textAnchor="middle"
          fill="var(--text-2)"
          fontWeight={status === 'DEPLOYED' ? 600 : 400}
        >
          {words}
        </text>
      ))}
    </svg>
  );
}

function Point({ status, x, y, yLow, yHigh }: Drawn) {
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
    </g>
  );
}

function describePoint(
  { name, chips, macroF1 }: CurvePoint,
  t: Translator<'project.curve'>,
): string {
  const { value, low, high } = macroF1;
  if (value === null) return t('unmeasured', { name, chips });
  if (low === null || high === null) return t('point', { name, chips, value });
  return t('interval', { name, chips, value, from: low, to: high });
}
