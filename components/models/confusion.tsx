import { Count } from '@/components/ui/count';
import { Scroller } from '@/components/ui/scroller';
import { ABSENT } from '@/lib/domain/label/cell-code';
import type { Score } from '@/lib/contracts/result';
import type { Translator } from '@/lib/i18n/translator';
import { getTranslations } from '@/lib/i18n/server';

/** What was there (rows) against what the version says (columns), in test cells; a row's shade is its share. */
export async function Confusion({ score }: { score: Score }) {
  const t = await getTranslations('models');
  const names = score.classes.map((c) => (c.code === ABSENT ? t('trainsOn.absent') : c.name));
  return (
    <>
      <Scroller className="-mx-4 px-4">
        <table className="w-full max-w-2xl border-separate border-spacing-0.5 text-center">
          <thead>
            <tr>
              <td />
              {names.map((name) => (
                <th
                  key={name}
                  scope="col"
                  className="px-1 pb-1 text-caption font-normal text-text-2"
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {score.confusion.map((row, i) => (
              <tr key={names[i]}>
                <th scope="row" className="pr-3 text-left font-normal whitespace-nowrap">
                  {names[i]}
                </th>
                {row.map((n, j) => (
                  <td
                    key={names[j]}
                    className={`h-7 min-w-16 rounded-mark ${i === j ? 'font-semibold' : ''}`}
                    style={{ background: shade(n, row) }}
                  >
                    <Count of={n} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      <p className="mt-2 text-caption text-text-3">{mostLost(score, names, t)}</p>
    </>
  );
}

function shade(n: number, row: readonly number[]): string {
  const total = row.reduce((sum, k) => sum + k, 0);
  const share = total > 0 ? n / total : 0;
  return `color-mix(in oklab, var(--accent) ${String(Math.round(6 + 44 * share))}%, var(--bg-1))`;
}

/** "Most cells lost: sapling taken for absent, 27 of 71." */
function mostLost(score: Score, names: readonly string[], t: Translator<'models'>): string {
  const wrong = score.confusion.flatMap((row, i) =>
    row.map((n, j) => ({ i, j, n, of: row.reduce((sum, k) => sum + k, 0) })),
  );
  const worst = wrong
    .filter(({ i, j, n }) => i !== j && n > 0)
    .reduce<(typeof wrong)[number] | null>((best, x) => (!best || x.n > best.n ? x : best), null);
  if (!worst) return t('noneTaken');
  const [from, to] = [names[worst.i] ?? '', names[worst.j] ?? ''];
  return t('mostLost', { from, to, n: worst.n, of: worst.of });
}
