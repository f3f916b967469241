'use client';
import { Fragment } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Badge } from '@/components/ui/badge';
import { Swatch } from '@/components/ui/swatch';
import { Table } from '@/components/ui/table';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import type { AgreementFigure } from '@/lib/domain/agreement/schema';
import type { ClassView } from '@/lib/domain/class/schema';
import { ENOUGH_TRUTH } from '@/lib/domain/ground-truth/reliability';
import type { Reliability, ReliabilityView } from '@/lib/domain/ground-truth/schema';
import { classIndexOf } from '@/lib/domain/label/cell-code';

/** How reliable each person is on ground truth chips, with their practice; by class and month under each. */
export function ReliabilityTable(props: { view: ReliabilityView; classes: readonly ClassView[] }) {
  const t = useTranslations('truth.people');
  const counted = useTranslations('agreement.page');
  const { items } = props.view;
  if (items.length === 0) return <p className="text-text-2">{t('noPeople')}</p>;
  const some = items.some(({ right, practice }) => right.chips > 0 || practice !== null);
  return (
    <>
      {!some && (
        <p className="mb-3 text-text-2">
          <span className="font-medium text-text-1">{t('empty')}.</span>{' '}
          {t('emptyHow', { needed: ENOUGH_TRUTH })}
        </p>
      )}
      <Table stacks>
        <thead>
          <tr>
            <th>{t('who')}</th>
            <th className="num">{t('right')}</th>
            <th className="num">{t('n')}</th>
            <th className="num">{t('seconds')}</th>
            <th>{t('practice')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <Fragment key={one.person.userId}>
              <tr>
                <td>{one.person.name}</td>
                <td className="num" data-label={t('right')}>
                  <Figure figure={one.right} />
                </td>
                <td className="num text-text-3" data-label={t('n')}>
                  {counted('counted', { chips: one.right.chips, cells: one.right.cells })}
                </td>
                <td className="num" data-label={t('seconds')}>
                  {one.seconds === null
                    ? t('noTime')
                    : t('time', { seconds: Math.round(one.seconds) })}
                </td>
                <td data-label={t('practice')}>
                  <Practice practice={one.practice} />
                </td>
              </tr>
              {one.right.value !== null && (
                <tr>
                  <td colSpan={5} className="border-t-0! pt-0!">
                    <Details {...{ one, classes: props.classes }} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </Table>
    </>
  );
}

function Figure({ figure }: { figure: AgreementFigure }) {
  const t = useTranslations('truth.people');
  const { value, low, high, chips } = figure;
  if (value !== null) return <>{t('value', { value, low, high })}</>;
  return <span className="text-text-3">{t('needs', { more: ENOUGH_TRUTH - chips })}</span>;
}

function Practice({ practice }: Pick<Reliability, 'practice'>) {
  const t = useTranslations('truth.people');
  if (!practice) return <span className="text-text-3">{t('none')}</span>;
  const { same, cells, ended, passed, round } = practice;
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      {!ended
        ? t('open')
        : cells === 0
          ? t('noCells')
          : t('result', { share: same / cells, cells })}
      {passed !== null && <Badge>{passed ? t('passed') : t('failed')}</Badge>}
      {round > 1 && <span className="text-caption text-text-3">{t('round', { round })}</span>}
    </span>
  );
}

function Details({ one, classes }: { one: Reliability; classes: readonly ClassView[] }) {
  const t = useTranslations('truth.people');
  const format = useFormatter();
  const code = useCodeLabel(classes);
  const colourOf = (of: number) =>
    classes.find(({ index }) => index === classIndexOf(of))?.colour ?? null;
  return (
    <details className="w-full text-left">
      <summary className="cursor-pointer text-caption text-text-2 pointer-coarse:py-3">
        {t('details')}
      </summary>
      <div className="grid gap-4 py-2 sm:grid-cols-2">
        <Lines
          title={t('byClass')}
          lines={one.classes.map(({ code: of, found }) => ({
            key: String(of),
            figure: found,
            words: (
              <span className="inline-flex items-center gap-2">
                <Swatch colour={colourOf(of)} /> {code(of)}
              </span>
            ),
          }))}
        />
        <Lines
          title={t('byMonth')}
          lines={one.months.map(({ month, right }) => ({
            key: month,
            figure: right,
            words: format.dateTime(new Date(`${month}-15T00:00:00Z`), {
              ...{ year: 'numeric', month: 'long', timeZone: 'UTC' },
            }),
          }))}
        />
      </div>
    </details>
  );
}

function Lines(props: {
  title: string;
  lines: readonly { key: string; words: React.ReactNode; figure: AgreementFigure }[];
}) {
  return (
    <div>
      <p className="text-caption font-medium text-text-3">{props.title}</p>
      <dl>
        {props.lines.map(({ key, words, figure }) => (
          <div key={key} className="flex flex-wrap justify-between gap-x-3 py-0.5">
            <dt>{words}</dt>
            <dd>
              <Figure figure={figure} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
