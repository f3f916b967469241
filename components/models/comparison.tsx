import { Count } from '@/components/ui/count';
import { Swatch } from '@/components/ui/swatch';
import { Measure } from '@/components/ui/measure';
import { Table } from '@/components/ui/table';
import type { Figure, Score } from '@/lib/contracts/result';
import type { Translator } from '@/lib/i18n/translator';
import { getTranslations } from '@/lib/i18n/server';
import { isClass } from '@/lib/domain/label/cell-code';

interface Line {
  label: string;
  /** of the class that the figure is about; undefined for figures about all */
  colour?: string | null;
  candidate: Figure;
  champion: Figure | null;
  /** less is better */
  error?: boolean;
}

/** The version's figures beside those of the version that was deployed when it was trained, on the same test cells. */
export async function Comparison(props: {
  name: string;
  candidate: Score;
  champion: { name: string; score: Score } | null;
  colours: ReadonlyMap<number, string>;
}) {
  const t = await getTranslations('models');
  const { name, candidate, champion, colours } = props;
  return (
    <Table>
      <thead>
        <tr>
          <th scope="col">{t('measure')}</th>
          <th scope="col" className="num">
            n
          </th>
          {champion && (
            <th scope="col" className="num">
              {champion.name}
            </th>
          )}
          <th scope="col" className="num">
            {name}
          </th>
          {champion && (
            <th scope="col" className="num">
              {t('difference')}
            </th>
          )}
          <th scope="col" className="w-44">
            <span className="flex justify-between font-normal" aria-hidden>
              <span>0</span>
              <span>{t('n95Interval')}</span>
              <span>1</span>
            </span>
          </th>
        </tr>
      </thead>
      <tbody>
        {linesOf(candidate, champion?.score ?? null, colours, t).map((line) => (
          <tr key={line.label}>
            <td className="whitespace-nowrap">
              {line.colour !== undefined && (
                <span className="mr-2 inline-block align-middle leading-none">
                  <Swatch colour={line.colour} size={8} />
                </span>
              )}
              {line.label}
            </td>
            <td className="num text-text-2">
              <Count of={line.candidate.n} />
            </td>
            {champion && (
              <td className="num">
                {line.champion ? (
                  <Measure
                    value={line.champion.value}
                    low={line.champion.low}
                    high={line.champion.high}
                  />
                ) : (
                  <span className="text-text-3">–</span>
                )}
              </td>
            )}
            <td className="num">
              <Measure
                value={line.candidate.value}
                low={line.candidate.low}
                high={line.candidate.high}
              />
            </td>
            {champion && (
              <td className="num">
                <Difference line={line} />
              </td>
            )}
            <td>
              <Intervals candidate={line.candidate} champion={line.champion} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function linesOf(
  candidate: Score,
  champion: Score | null,
  colours: ReadonlyMap<number, string>,
  t: Translator<'models'>,
): Line[] {
  const ofClass = (code: number) => champion?.classes.find((c) => c.code === code) ?? null;
  const classes = candidate.classes.filter(({ code }) => isClass(code));
  return [
    { label: t('macroF1'), candidate: candidate.macroF1, champion: champion?.macroF1 ?? null },
    ...classes.map((c) => ({
      label: t('averagePrecision', { name: c.name }),
      colour: colours.get(c.code) ?? null,
      candidate: c.ap,
      champion: ofClass(c.code)?.ap ?? null,
    })),
    ...classes.map((c) => ({
      label: t('recall', { name: c.name }),
      colour: colours.get(c.code) ?? null,
      candidate: c.recall,
      champion: ofClass(c.code)?.recall ?? null,
    })),
    ...classes.map((c) => ({
      label: t('precision', { name: c.name }),
      colour: colours.get(c.code) ?? null,
      candidate: c.precision,
      champion: ofClass(c.code)?.precision ?? null,
    })),
    {
      label: t('calibrationErrorLess'),
      candidate: candidate.ece,
      champion: champion?.ece ?? null,
      error: true,
    },
  ];
}

function Difference({ line }: { line: Line }) {
  const now = line.candidate.value;
  const then = line.champion?.value ?? null;
  if (now === null || then === null) return <span className="text-text-3">–</span>;
  const difference = now - then;
  const worse = line.error ? difference > 0.02 : difference < -0.03;
  const sign = difference < 0 ? '−' : '+';
  return (
    <span className={worse ? 'font-semibold text-bad' : 'font-semibold'}>
      {sign}
      {Math.abs(difference).toFixed(3)}
    </span>
  );
}

/** The two intervals one above the other on a line from 0 to 1: grey the deployed version, accent this one. */
function Intervals(props: { candidate: Figure; champion: Figure | null }) {
  return (
    <svg viewBox="0 0 176 16" className="block h-4 w-44" aria-hidden>
      <line x1="4" x2="172" y1="8" y2="8" stroke="var(--line)" />
      {props.champion && <Interval figure={props.champion} y={4} colour="var(--text-3)" />}
      <Interval figure={props.candidate} y={props.champion ? 12 : 8} colour="var(--accent)" />
    </svg>
  );
}

/** Pixels of a share on the line of 176, with room for a dot at both ends. */
function place(share: number): number {
  return 4 + 168 * share;
}

function Interval({ figure, y, colour }: { figure: Figure; y: number; colour: string }) {
  if (figure.value === null) return null;
  return (
    <>
      {figure.low !== null && figure.high !== null && (
        <line
          x1={place(figure.low)}
          x2={place(figure.high)}
          y1={y}
          y2={y}
          stroke={colour}
          strokeWidth="2"
        />
      )}
      <circle cx={place(figure.value)} cy={y} r="3" fill={colour} />
    </>
  );
}
