import { Count } from '@/components/ui/count';
import { NoIntervalWords } from '@/components/models/interval-bar';
import { Swatch } from '@/components/ui/swatch';
import { Measure } from '@/components/ui/measure';
import { Table } from '@/components/ui/table';
import type { Figure, Score } from '@/lib/contracts/result';
import type { Translator } from '@/lib/i18n/translator';
import { getLocale, getTranslations } from '@/lib/i18n/server';
import { noInterval } from '@/lib/domain/model/no-interval';
import { isClass } from '@/lib/domain/label/cell-code';

interface Line {
  label: string;
  /** of the class that the figure is about; undefined for figures about all */
  colour?: string | null;
  candidate: Figure;
  deployed: Figure | null;
  /** less is better */
  error?: boolean;
}

/** The version's figures beside those of a version that is or was deployed, on the same test cells. */
export async function Comparison(props: {
  name: string;
  candidate: Score;
  deployed: { name: string; score: Score } | null;
  colours: ReadonlyMap<number, string>;
}) {
  const t = await getTranslations('models');
  const { name, candidate, deployed, colours } = props;
  return (
    <Table stacks>
      <thead>
        <tr>
          <th scope="col">{t('measure')}</th>
          <th scope="col" className="num">
            n
          </th>
          {deployed && (
            <th scope="col" className="num">
              {deployed.name}
            </th>
          )}
          <th scope="col" className="num">
            {name}
          </th>
          {deployed && (
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
        {linesOf(candidate, deployed?.score ?? null, colours, t).map((line) => (
          <tr key={line.label}>
            <td className="whitespace-nowrap">
              {line.colour !== undefined && (
                <span className="mr-2 inline-block align-middle leading-none">
                  <Swatch colour={line.colour} size={8} />
                </span>
              )}
              {line.label}
            </td>
            <td className="num text-text-2" data-label="n">
              <Count of={line.candidate.n} />
            </td>
            {deployed && (
              <td className="num" data-label={deployed.name}>
                {line.deployed ? (
                  <Measure
                    value={line.deployed.value}
                    low={line.deployed.low}
                    high={line.deployed.high}
                  />
                ) : (
                  <span className="text-text-3">–</span>
                )}
              </td>
            )}
            <td className="num" data-label={name}>
              <Measure
                value={line.candidate.value}
                low={line.candidate.low}
                high={line.candidate.high}
              />
            </td>
            {deployed && (
              <td className="num" data-label={t('difference')}>
                <Difference line={line} />
              </td>
            )}
            <td data-label={t('n95Interval')}>
              <Intervals candidate={line.candidate} deployed={line.deployed} />
              <NoIntervalWords reason={noInterval(line.candidate, candidate.spread)} />
              {deployed && line.deployed && (
                <NoIntervalWords
                  of={deployed.name}
                  reason={noInterval(line.deployed, deployed.score.spread)}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function linesOf(
  candidate: Score,
  deployed: Score | null,
  colours: ReadonlyMap<number, string>,
  t: Translator<'models'>,
): Line[] {
  const ofClass = (code: number) => deployed?.classes.find((c) => c.code === code) ?? null;
  const classes = candidate.classes.filter(({ code }) => isClass(code));
  return [
    { label: t('macroF1'), candidate: candidate.macroF1, deployed: deployed?.macroF1 ?? null },
    ...classes.map((c) => ({
      label: t('averagePrecision', { name: c.name }),
      colour: colours.get(c.code) ?? null,
      candidate: c.ap,
      deployed: ofClass(c.code)?.ap ?? null,
    })),
    ...classes.map((c) => ({
      label: t('recall', { name: c.name }),
      colour: colours.get(c.code) ?? null,
      candidate: c.recall,
      deployed: ofClass(c.code)?.recall ?? null,
    })),
    ...classes.map((c) => ({
      label: t('precision', { name: c.name }),
      colour: colours.get(c.code) ?? null,
      candidate: c.precision,
      deployed: ofClass(c.code)?.precision ?? null,
    })),
    {
      label: t('calibrationErrorLess'),
      candidate: candidate.ece,
      deployed: deployed?.ece ?? null,
      error: true,
    },
  ];
}

async function Difference({ line }: { line: Line }) {
  const locale = await getLocale();
  const now = line.candidate.value;
  const then = line.deployed?.value ?? null;
  if (now === null || then === null) return <span className="text-text-3">–</span>;
  const difference = now - then;
  const worse = line.error ? difference > 0.02 : difference < -0.03;
  const sign = difference < 0 ? '−' : '+';
  return (
    <span className={worse ? 'font-semibold text-bad' : 'font-semibold'}>
      {sign}
      {Math.abs(difference).toLocaleString(locale, {
        minimumFractionDigits: 3,
        maximumFractionDigits: 3,
      })}
    </span>
  );
}

/** The two intervals one above the other on a line from 0 to 1: grey the deployed version, accent this one. */
function Intervals(props: { candidate: Figure; deployed: Figure | null }) {
  return (
    <svg viewBox="0 0 176 16" className="block h-4 w-44" aria-hidden>
      <line x1="4" x2="172" y1="8" y2="8" stroke="var(--line)" />
      {props.deployed && <Interval figure={props.deployed} y={4} colour="var(--text-3)" />}
      <Interval figure={props.candidate} y={props.deployed ? 12 : 8} colour="var(--accent)" />
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
