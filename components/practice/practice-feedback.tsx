'use client';
import { useTranslations } from 'use-intl';
import { ComparedPicture, comparedCells } from '@/components/practice/compared-picture';
import { Swatch } from '@/components/ui/swatch';
import { Table } from '@/components/ui/table';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import type { ClassView } from '@/lib/domain/class/schema';
import type { PracticeFeedback, PracticeResult } from '@/lib/domain/ground-truth/schema';
import { classIndexOf } from '@/lib/domain/label/cell-code';

/** How a practice chip compares with its reviewed labels: on the picture, cell by cell, and by which rule. */
export function Feedback(props: {
  feedback: PracticeFeedback;
  classes: readonly ClassView[];
  rule: string;
}) {
  const t = useTranslations('truth.practice');
  const { feedback, classes } = props;
  const code = useCodeLabel(classes);
  const classOf = (one: number) => classes.find(({ index }) => index === classIndexOf(one));
  const colourOf = (one: number) => classOf(one)?.colour ?? '#ffffff';
  const differing = comparedCells(feedback).filter(({ mine, reviewed }) => mine !== reviewed);
  const hints = classes.filter(
    ({ index, hint }) =>
      hint !== '' &&
      differing.some(({ mine, reviewed }) =>
        [mine, reviewed].some((one) => classIndexOf(one) === index),
      ),
  );
  return (
    <div className="flex flex-col gap-3">
      <ComparedPicture
        {...{ feedback, colourOf }}
        label={t('picture', { number: feedback.number })}
      />
      {feedback.reviewed === null ? (
        <p>{t('notCounting')}</p>
      ) : differing.length === 0 ? (
        <p className="font-medium">{t('allRight')}</p>
      ) : (
        <>
          <p className="font-medium">{t('differs', { count: differing.length })}</p>
          <Table>
            <thead>
              <tr>
                <th>{t('where')}</th>
                <th>{t('mine')}</th>
                <th>{t('reviewed')}</th>
              </tr>
            </thead>
            <tbody>
              {differing.map(({ cell, row, col, mine, reviewed }, i) => (
                <tr key={cell}>
                  <td>
                    <span className="font-semibold">{i + 1}</span>{' '}
                    <span className="text-text-3">{t('cell', { row: row + 1, col: col + 1 })}</span>
                  </td>
                  {[mine, reviewed].map((one, side) => (
                    <td key={side}>
                      <span className="inline-flex items-center gap-2">
                        <Swatch colour={classOf(one)?.colour ?? null} /> {code(one)}
                      </span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </Table>
        </>
      )}
      {differing.length > 0 && (
        <div className="rounded-control border border-line bg-bg-2 p-3 text-text-2">
          <p className="mb-1 font-medium text-text-1">{t('rule')}</p>
          <p>{props.rule}</p>
          {hints.map(({ index, name, hint }) => (
            <p key={index} className="mt-1">
              <span className="font-medium text-text-1">{name}</span>: {hint}
            </p>
          ))}
        </div>
      )}
      {feedback.result && <ResultWords result={feedback.result} />}
    </div>
  );
}

/** How a round of practice ended, and what comes next. */
export function ResultWords({ result }: { result: PracticeResult }) {
  const t = useTranslations('truth.practice');
  const { same, cells, passed, percent, again } = result;
  return (
    <p role="status" className="rounded-control border border-line bg-bg-2 p-3">
      <span className="font-medium">{t('done', { same, cells })}</span>{' '}
      {passed === null
        ? t('noMark')
        : passed
          ? t('passed')
          : again
            ? t('once', { percent: percent ?? 0 })
            : t('below', { percent: percent ?? 0 })}
    </p>
  );
}
