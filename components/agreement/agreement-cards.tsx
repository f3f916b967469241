'use client';
import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Columns } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { Swatch } from '@/components/ui/swatch';
import { Table } from '@/components/ui/table';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import { ENOUGH_CHIPS } from '@/lib/domain/agreement/interval';
import type { AgreementFigure, AgreementView } from '@/lib/domain/agreement/schema';
import type { ClassView } from '@/lib/domain/class/schema';
import { classIndexOf } from '@/lib/domain/label/cell-code';

interface Line {
  key: string;
  who: ReactNode;
  figure: AgreementFigure;
}

/** How far people agree: all together, each two, by class and over time. */
export function AgreementCards(props: { view: AgreementView; classes: readonly ClassView[] }) {
  const t = useTranslations('agreement.page');
  const format = useFormatter();
  const { view, classes } = props;
  const classOf = (code: number) => classes.find((one) => one.index === classIndexOf(code));
  const codeName = useCodeLabel(classes);
  return (
    <Columns
      main={
        <>
          <Card title={t('pairs')}>
            <Figures
              head={t('who')}
              title={t('kappa')}
              lines={view.pairs.map(({ first, second, kappa }) => ({
                key: `${first.userId} ${second.userId}`,
                who: `${first.name} – ${second.name}`,
                figure: kappa,
              }))}
            />
          </Card>
          <Card title={t('people')} note={t('peopleMeans')}>
            <Figures
              head={t('who')}
              title={t('right')}
              lines={view.people.map(({ person, right }) => ({
                ...{ key: person.userId, who: person.name, figure: right },
              }))}
            />
          </Card>
          <Card title={t('classes')}>
            <Figures
              head={t('class')}
              title={t('alpha')}
              lines={view.classes.map(({ code, alpha }) => ({
                key: String(code),
                who: (
                  <span className="inline-flex items-center gap-2">
                    <Swatch colour={classOf(code)?.colour ?? null} /> {codeName(code)}
                  </span>
                ),
                figure: alpha,
              }))}
            />
          </Card>
        </>
      }
      side={
        <>
          <Card title={t('all')} note={t('waiting', { count: view.waiting })}>
            <Figures
              head={t('alphaMeans')}
              title=""
              lines={[
                { key: 'alpha', who: t('alpha'), figure: view.alpha },
                { key: 'same', who: t('same'), figure: view.same },
              ]}
            />
          </Card>
          <Card title={t('months')}>
            <Figures
              head={t('month')}
              title={t('alpha')}
              lines={view.months.map(({ month, alpha }) => ({
                key: month,
                who: format.dateTime(new Date(`${month}-15T00:00:00Z`), {
                  ...{ year: 'numeric', month: 'long', timeZone: 'UTC' },
                }),
                figure: alpha,
              }))}
            />
          </Card>
        </>
      }
    />
  );
}

function Figures(props: { head: string; title: string; lines: readonly Line[] }) {
  const t = useTranslations('agreement.page');
  return (
    <Table stacks>
      <thead>
        <tr>
          <th>{props.head}</th>
          <th className="num">{props.title}</th>
          <th className="num">{t('n')}</th>
        </tr>
      </thead>
      <tbody>
        {props.lines.map(({ key, who, figure }) => (
          <tr key={key}>
            <td>{who}</td>
            <td className="num" data-label={props.title}>
              <Value figure={figure} />
            </td>
            <td className="num text-text-3" data-label={t('n')}>
              {t('counted', { chips: figure.chips, cells: figure.cells })}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Value({ figure }: { figure: AgreementFigure }) {
  const t = useTranslations('agreement.page');
  const format = useFormatter();
  const { value, low, high, chips } = figure;
  if (value === null) {
    return (
      <span className="text-text-3">
        {chips < ENOUGH_CHIPS ? t('few', { needed: ENOUGH_CHIPS }) : t('oneCode')}
      </span>
    );
  }
  const words = (n: number) =>
    format.number(n, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return <>{t('value', { value: words(value), low: words(low), high: words(high) })}</>;
}
