'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAddTruth } from '@/components/ground-truth/use-truth';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { TextField } from '@/components/ui/field';
import { MoreButton } from '@/components/ui/more-button';
import { Notice } from '@/components/ui/notice';
import { Swatch } from '@/components/ui/swatch';
import { RowAction, Table, UnseenHeading } from '@/components/ui/table';
import { toast } from '@/components/ui/toast';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import type { ClassView } from '@/lib/domain/class/schema';
import { GroundTruthPage, GroundTruthState } from '@/lib/domain/ground-truth/schema';
import { classIndexOf } from '@/lib/domain/label/cell-code';

/** The project's ground truth chips: which, whether they count, and how more come in. */
export function TruthChips(props: {
  slug: string;
  initial: GroundTruthPage;
  classes: readonly ClassView[];
  archived: boolean;
}) {
  const t = useTranslations('truth.chips');
  const { slug, initial, classes, archived } = props;
  const router = useRouter();
  const code = useCodeLabel(classes);
  const chips = useInfiniteQuery({
    queryKey: ['ground-truth', slug],
    queryFn: ({ pageParam }) =>
      api(GroundTruthPage, `/projects/${slug}/ground-truth?cursor=${String(pageParam)}`),
    initialPageParam: 0,
    initialData: { pages: [initial], pageParams: [0] },
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 10_000,
  });
  const { data, refetch } = chips;
  const items = data.pages.flatMap((page) => page.items);
  const { total, counting } = data.pages.at(-1) ?? initial;
  const changed = async (): Promise<void> => {
    await refetch();
    router.refresh();
  };
  const set = async (number: number, method: 'PUT' | 'DELETE'): Promise<void> => {
    const path = `/projects/${slug}/ground-truth/${String(number)}`;
    await api(GroundTruthState, path, { method, ...(method === 'PUT' ? { body: {} } : {}) });
    await changed();
  };
  const remove = (number: number): void => {
    void set(number, 'DELETE').then(
      () => {
        toast(t('removed', { number }), {
          action: { label: t('undo'), onClick: () => void set(number, 'PUT') },
        });
      },
      (error: unknown) => {
        toast.error(error instanceof Error ? error.message : String(error));
      },
    );
  };
  return (
    <Card title={t('title')} note={total > 0 ? t('counts', { total, counting }) : undefined}>
      {!archived && <AddAtRandom slug={slug} onAdded={changed} />}
      {total === 0 ? (
        <EmptyState title={t('empty')}>{t('emptyHow')}</EmptyState>
      ) : (
        <Table stacks>
          <thead>
            <tr>
              <th>{t('chip')}</th>
              <th>{t('labels')}</th>
              <th>{t('answers')}</th>
              <th>{t('addedBy')}</th>
              {!archived && <UnseenHeading>{t('remove')}</UnseenHeading>}
            </tr>
          </thead>
          <tbody>
            {items.map((chip) => (
              <tr key={chip.chipId}>
                <td>
                  <Link
                    href={`/p/${slug}/review/${String(chip.number)}`}
                    className="inline-flex items-center gap-2 font-medium underline pointer-coarse:min-h-11"
                  >
                    <img
                      src={chip.imageUrl}
                      alt=""
                      loading="lazy"
                      className="size-8 rounded-mark"
                    />
                    {chip.number}
                  </Link>
                </td>
                <td data-label={t('labels')}>
                  {chip.counts ? (
                    <span className="inline-flex flex-wrap gap-x-3">
                      {chip.codes.map((one) => (
                        <span key={one} className="inline-flex items-center gap-1.5">
                          <Swatch
                            colour={
                              classes.find(({ index }) => index === classIndexOf(one))?.colour ??
                              null
                            }
                          />
                          {code(one)}
                        </span>
                      ))}
                    </span>
                  ) : (
                    <span className="text-text-3">{t('notCounting')}</span>
                  )}
                </td>
                <td data-label={t('answers')}>{t('people', { count: chip.answers })}</td>
                <td data-label={t('addedBy')} className="text-text-2">
                  {chip.addedBy}
                </td>
                {!archived && (
                  <td className="text-right">
                    <RowAction
                      name={t('removeOf', { number: chip.number })}
                      onClick={() => {
                        remove(chip.number);
                      }}
                    >
                      {t('remove')}
                    </RowAction>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      <MoreButton pages={chips} className="mt-3">
        {t('more')}
      </MoreButton>
    </Card>
  );
}

function AddAtRandom({ slug, onAdded }: { slug: string; onAdded: () => Promise<void> }) {
  const t = useTranslations('truth.chips');
  const [count, setCount] = useState('20');
  const add = useAddTruth(slug);
  const submit = useSubmit(async () => {
    await add({ by: 'random', count: Number(count) });
    await onAdded();
  }, ['count']);
  return (
    <form
      className="mb-3 flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void submit.run();
      }}
    >
      <div className="w-40">
        <TextField
          label={t('random')}
          type="number"
          inputMode="numeric"
          min={1}
          max={200}
          required
          value={count}
          error={submit.field('count')}
          onChange={(event) => setCount(event.target.value)}
        />
      </div>
      <Button type="submit" variant="primary" busy={submit.busy}>
        {t('add')}
      </Button>
      <Button asChild>
        <Link href={`/p/${slug}/chips`}>{t('byFilter')}</Link>
      </Button>
      <p className="w-full text-caption text-text-3">{t('randomHint')}</p>
      {submit.problem !== null && <Notice variant="bad">{submit.problem}</Notice>}
    </form>
  );
}
