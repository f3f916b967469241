'use client';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Feedback, ResultWords } from '@/components/practice/practice-feedback';
import { useFeedback } from '@/components/practice/use-feedback';
import { Columns } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import type { ClassView } from '@/lib/domain/class/schema';
import type { PracticeView } from '@/lib/domain/ground-truth/schema';

/** A person's practice chips: which, how each compares, and how the rounds ended. */
export function PracticeRounds(props: {
  slug: string;
  view: PracticeView;
  classes: readonly ClassView[];
  rule: string;
}) {
  const t = useTranslations('truth.practice');
  const { slug, view } = props;
  const done = view.rounds.flatMap(({ chips }) => chips.filter(({ state }) => state === 'done'));
  const [chosen, setChosen] = useState(done.at(-1)?.number ?? null);
  const onward = (
    <Button asChild variant="primary">
      <Link href={`/p/${slug}/label`}>{t('label')}</Link>
    </Button>
  );
  if (view.rounds.length === 0) {
    return (
      <EmptyState title={t('none')} action={onward}>
        {t('noneHow', { chips: view.chips })}
      </EmptyState>
    );
  }
  return (
    <Columns
      sideFirst
      main={chosen !== null && <Chosen key={chosen} {...props} number={chosen} />}
      side={
        <>
          {view.rounds.map(({ round, chips, result }) => (
            <Card key={round} title={t('round', { round })}>
              {result && <ResultWords result={result} />}
              <ul className="mt-2 flex flex-col">
                {chips.map(({ number, place, state }) => (
                  <li key={number} className="flex min-h-9 items-center gap-2">
                    <span className="w-6 text-right text-text-3">{place}</span>
                    {state === 'done' ? (
                      <Button
                        size="small"
                        variant="ghost"
                        aria-pressed={number === chosen}
                        aria-label={t('show', { number })}
                        onClick={() => {
                          setChosen(number);
                        }}
                      >
                        {t('chip', { number })}
                      </Button>
                    ) : (
                      <span className="px-2">{t('chip', { number })}</span>
                    )}
                    <span className="ml-auto text-caption text-text-3">{t(`state.${state}`)}</span>
                  </li>
                ))}
              </ul>
            </Card>
          ))}
          <div>{onward}</div>
        </>
      }
    />
  );
}

function Chosen(props: {
  slug: string;
  number: number;
  classes: readonly ClassView[];
  rule: string;
}) {
  const t = useTranslations('truth.practice');
  const { slug, number, classes, rule } = props;
  const { data, error } = useFeedback(slug, number);
  return (
    <Card
      title={
        data?.reviewed
          ? t('feedback', { place: data.place, of: data.of, same: data.same, cells: data.cells })
          : t('chip', { number })
      }
    >
      {error && <Notice variant="bad">{t('failed', { why: error.message })}</Notice>}
      {!data && !error && <Skeleton className="aspect-square w-full max-w-96" />}
      {data && <Feedback feedback={{ ...data, result: null }} {...{ classes, rule }} />}
    </Card>
  );
}
