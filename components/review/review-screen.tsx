'use client';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, LayoutList } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { SaveState } from '@/components/workbench/save-state';
import type { WorkbenchPerson, WorkbenchProject } from '@/components/workbench/types';
import { useOutbox } from '@/components/workbench/use-outbox';
import { ReviewWorkbench } from '@/components/review/review-workbench';
import type { Verdict } from '@/components/review/verdict';
import { consensusKey } from '@/components/review/use-review-workbench';
import { TopBar } from '@/components/shell/top-bar';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { api } from '@/lib/client/api';
import { decodeReview } from '@/lib/client/review-chip';
import { ReviewList, ReviewView, VerdictReply } from '@/lib/domain/review/schema';

/** The review of one chip after the other, in the order of the list, beginning with the chip of the address. */
export function ReviewScreen(props: {
  project: WorkbenchProject;
  person: WorkbenchPerson;
  start: number;
}) {
  const t = useTranslations('review');
  const { project, person } = props;
  const base = `/projects/${project.slug}`;
  const listPath = `/p/${project.slug}/review`;
  const router = useRouter();
  const client = useQueryClient();
  const { outbox, state: saved, ready } = useOutbox(person.userId);
  const [number, setNumber] = useState(props.start);
  const waiting = useQuery({
    queryKey: ['review', project.slug, 'disagreement'],
    queryFn: ({ signal }) => api(ReviewList, `${base}/review?limit=200`, { signal }),
  });
  const view = useQuery({
    queryKey: ['review-chip', project.slug, number],
    queryFn: async ({ signal }) => {
      // corrections of an earlier visit must be in what is shown
      await outbox.flush();
      return decodeReview(
        await api(ReviewView, `${base}/chips/${String(number)}/review`, { signal }),
      );
    },
    enabled: ready,
    // the chip before stays on screen, for looking at, until the next one is here
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  useEffect(() => {
    window.history.replaceState(null, '', `${listPath}/${String(number)}`);
  }, [listPath, number]);

  const coming = view.isPlaceholderData;
  const chip = coming ? null : (view.data?.chip ?? null);
  const { refetch } = view;
  const verdict = useMutation({
    mutationFn: async (act: Verdict): Promise<VerdictReply> => {
      if (!chip) throw new Error(t('thereIsNoChipTo'));
      await outbox.flush();
      if (!outbox.isClean(consensusKey(project.slug, chip.id))) {
        throw new Error(t('someCorrectionsHaveNotReached'));
      }
      return await api(VerdictReply, `${base}/chips/${chip.id}/review/${act.kind}`, {
        method: 'POST',
        body: bodyOf(act),
      });
    },
    onSuccess: async (reply) => {
      await client.invalidateQueries({ queryKey: ['review', project.slug] });
      if (reply.next === null) {
        toast(t('noOtherChipWaitsFor'));
        router.push(listPath);
      } else if (reply.next === number) await refetch();
      else setNumber(reply.next);
    },
    onError: async (error) => {
      toast.error(error.message);
      // somebody else may have changed it: show what is there now
      await refetch();
    },
  });
  const { mutate } = verdict;
  const onVerdict = useCallback(
    (act: Verdict) => {
      if (!coming) mutate(act);
    },
    [mutate, coming],
  );

  const numbers = waiting.data?.items.map((item) => item.chip.number) ?? [];
  const place = numbers.indexOf(number);
  const nextNumber = place < 0 ? numbers[0] : numbers[place + 1];
  const previousNumber = place > 0 ? numbers[place - 1] : undefined;
  const onNext = useGoTo(nextNumber, setNumber);
  const onPrevious = useGoTo(previousNumber, setNumber);
  return (
    <div
      data-theme="dark"
      className="grid h-dvh grid-cols-[48px_minmax(0,1fr)_336px] grid-rows-[48px_minmax(0,1fr)_52px] overflow-hidden bg-bg-0 max-[1199px]:grid-cols-[48px_minmax(0,1fr)_296px] max-sm:grid-cols-1 max-sm:grid-rows-[48px_minmax(0,1fr)_auto_auto]"
    >
      <div className="col-span-full">
        <TopBar
          person={person}
          project={project}
          middle={
            <div className="flex min-w-0 items-center gap-2">
              <Button asChild variant="ghost" size="icon">
                <Link href={listPath} aria-label={t('allChipsThatWaitFor')}>
                  <LayoutList aria-hidden />
                </Link>
              </Button>
              <Step words={t('previousChip')} icon={ChevronLeft} onClick={onPrevious} />
              <h1 className="text-body font-medium">
                {t.rich('chipWaits', {
                  number,
                  count: waiting.data?.total ?? 0,
                  part: (chunks) => <span className="font-normal text-text-3">{chunks}</span>,
                })}
              </h1>
              <Step words={t('nextChip')} icon={ChevronRight} onClick={onNext} />
              {chip && (
                <span className="truncate font-mono text-caption text-text-3 max-[1199px]:hidden">
                  {chip.asset.name} · r{chip.gridRow} c{chip.gridCol}
                </span>
              )}
            </div>
          }
          right={<SaveState state={saved} outbox={outbox} left={null} />}
        />
      </div>
      {view.data ? (
        <ReviewWorkbench
          project={project}
          view={view.data}
          outbox={outbox}
          busy={verdict.isPending || coming}
          coming={coming}
          onVerdict={onVerdict}
          onNext={onNext}
          onPrevious={onPrevious}
        />
      ) : (
        <main
          id="content"
          tabIndex={-1}
          className="col-span-full row-span-2 flex items-center justify-center"
        >
          {view.error ? (
            <EmptyState
              title={t('theChipCouldNotBe')}
              action={
                <Button asChild variant="primary">
                  <Link href={listPath}>{t('allChipsThatWait')}</Link>
                </Button>
              }
            >
              {view.error.message}
            </EmptyState>
          ) : (
            <Skeleton className="size-[min(80vh,80vw)]" />
          )}
        </main>
      )}
    </div>
  );
}

function bodyOf(act: Verdict): unknown {
  if (act.kind === 'accept') return act.request();
  return act.kind === 'return' ? { reason: act.reason } : {};
}

/** A stable act that goes to a chip; null where there is none. */
function useGoTo(number: number | undefined, go: (number: number) => void): (() => void) | null {
  const act = useCallback(() => {
    if (number !== undefined) go(number);
  }, [number, go]);
  return number === undefined ? null : act;
}

function Step(props: { words: string; icon: typeof ChevronLeft; onClick: (() => void) | null }) {
  return (
    <Button
      variant="ghost"
      size="icon"
      className="max-sm:hidden"
      aria-label={props.words}
      disabled={!props.onClick}
      onClick={() => props.onClick?.()}
    >
      <props.icon aria-hidden />
    </Button>
  );
}
