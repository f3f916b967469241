'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { BarChart } from '@/components/ui/bar-chart';
import type { BarGroup, BarSeries } from '@/components/ui/bar-chart';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import type { PersonProgress, ProgressView, Work, WorkOn } from '@/lib/domain/progress/schema';
import { NO_WORK } from '@/lib/domain/progress/work';

type Measure = 'chips' | 'cells' | 'time';
const MEASURES: readonly Measure[] = ['chips', 'cells', 'time'];

/** People who have bars of their own: the busiest ones; the table has all. */
const PEOPLE = 8;

const HOUR_MS = 3_600_000;

type Part = 'labelled' | 'reviewed';

/** What a bar shows of somebody's work, a number for each of its parts. */
const PARTS: Record<Measure, Partial<Record<Part, (work: Work) => number>>> = {
  chips: {
    labelled: (work) => work.submitted,
    reviewed: (work) => work.accepted + work.sentBack,
  },
  cells: { labelled: (work) => work.cells, reviewed: (work) => work.reviewedCells },
  time: { labelled: (work) => work.activeMs / HOUR_MS },
};

/** Chips, cells and active time a day, of everybody and of each person. */
export function WorkCard({ view }: { view: ProgressView }) {
  const t = useTranslations('progress.work');
  const [measure, setMeasure] = useState<Measure>('chips');
  const parts = Object.keys(PARTS[measure]) as Part[];
  const series: BarSeries[] = parts.map((part) => ({
    key: part,
    name: measure === 'time' ? t('hours') : t(part),
    fill: part === 'labelled' ? 'var(--accent)' : 'var(--text-3)',
  }));
  const steps = view.days.map(({ day }) => day);
  const shared = {
    ...{ days: steps, last: view.to, step: view.step, series },
    digits: measure === 'time' ? 2 : 0,
  };
  const all: BarGroup = { name: null, values: valuesOf(view.days, steps, measure) };
  const busy = byWork(view.people, measure);
  const people = busy.slice(0, PEOPLE);
  const words = { what: t(`of.${measure}`), step: t(`each.${view.step}`) };
  return (
    <Card
      title={t('title')}
      actions={
        <div role="group" aria-label={t('measure')} className="flex gap-1">
          {MEASURES.map((one) => (
            <Button
              key={one}
              size="small"
              variant={one === measure ? 'plain' : 'ghost'}
              aria-pressed={one === measure}
              onClick={() => {
                setMeasure(one);
              }}
            >
              {t(one)}
            </Button>
          ))}
        </div>
      }
    >
      <BarChart {...shared} title={t('chart', words)} groups={[all]} height={132} />
      {people.length > 0 && (
        <>
          <h3 className="mt-4 mb-1">{t('byPerson')}</h3>
          <BarChart
            {...shared}
            title={t('chartByPerson', words)}
            groups={people.map(({ name, days }) => ({
              name,
              values: valuesOf(days, steps, measure),
            }))}
            height={44}
          />
          {busy.length > people.length && (
            <p className="mt-1 text-caption text-text-3">
              {t('busiest', { count: people.length })}
            </p>
          )}
        </>
      )}
    </Card>
  );
}

function valuesOf(
  work: readonly WorkOn[],
  steps: readonly string[],
  measure: Measure,
): Record<string, number[]> {
  const on = new Map(work.map((row) => [row.day, row]));
  return Object.fromEntries(
    Object.entries(PARTS[measure]).map(([part, of]) => [
      part,
      steps.map((day) => of(on.get(day) ?? NO_WORK)),
    ]),
  );
}

/** Those who did anything, who did most first. */
function byWork(people: readonly PersonProgress[], measure: Measure): PersonProgress[] {
  const done = (person: PersonProgress) =>
    Object.values(PARTS[measure]).reduce((sum, of) => sum + of(person), 0);
  return people.filter((person) => done(person) > 0).sort((a, b) => done(b) - done(a));
}
