'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, LayoutList } from 'lucide-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { SaveState } from '@/components/workbench/save-state';
import type { WorkbenchPerson, WorkbenchProject } from '@/components/workbench/types';
import { NoWorkbench, WorkbenchScreen } from '@/components/workbench/workbench-screen';
import { ChipListButton, useChipList } from '@/components/workbench/chip-list';
import { useOutbox } from '@/components/workbench/use-outbox';
import type { CommentPlace } from '@/lib/domain/comment/place';
import { ReviewWorkbench } from '@/components/review/review-workbench';
import { useVerdict } from '@/components/review/use-verdict';
import { useReviewWays } from '@/components/review/use-review-ways';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { api } from '@/lib/client/api';
import { decodeReview } from '@/lib/client/review-chip';
import type { ListPlace } from '@/lib/domain/chip-table/view';
import { ReviewListReply, ReviewView } from '@/lib/domain/review/schema';

/** The review of one chip after the other, in the order of the list, beginning with the chip of the address. */
export function ReviewScreen(props: {
  project: WorkbenchProject;
  person: WorkbenchPerson;
  start: number;
  /** the cell of the first chip at which to begin; null: at its own beginning */
  cell: number | null;
  /** the list of the chip table that is walked from the first chip on; null: chips that wait for review */
  list: ListPlace | null;
  /** where the first chip opens at what is said of it; null: at its beginning */
  commentsAt: CommentPlace | null;
  /** the gallery's view from which the person came; null: from elsewhere */
  gallery: string | null;
}) {
  const t = useTranslations('review');
  const { project, person } = props;
  const base = `/projects/${project.slug}`;
  const { outbox, state: saved, ready } = useOutbox(person.userId);
  const waiting = useQuery({
    queryKey: ['review', project.slug, 'disagreement'],
    queryFn: ({ signal }) => api(ReviewListReply, `${base}/review?limit=200`, { signal }),
  });
  const numbers = waiting.data?.items.map((item) => item.chip.number) ?? [];
  const { slug, role } = project;
  const { number, go, onNext, onPrevious, back, backWords, walked } = useReviewWays({
    ...{ slug, role, start: props.start, list: props.list, gallery: props.gallery },
    waiting: numbers,
  });
  const { show: showChips, list: chipList } = useChipList({
    ...{ slug, current: number, status: 'SUBMITTED', onOpen: go },
  });
  const found = useMemo(
    () => ({
      isOwner: person.isOwner,
      project: { slug, role, openChip: go, openPicture: showChips },
    }),
    [person.isOwner, slug, role, go, showChips],
  );
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
  const coming = view.isPlaceholderData;
  const chip = coming ? null : (view.data?.chip ?? null);
  const { onVerdict, undoBefore, busy } = useVerdict({
    ...{ slug: project.slug, outbox, number, go },
    list: walked,
    view: coming ? undefined : view.data,
    refetch: view.refetch,
  });
  return (
    <WorkbenchScreen
      person={person}
      project={project}
      folds
      middle={
        // never narrower than the chip's number
        <div className="flex shrink-[100] items-center gap-2">
          <Button asChild variant="ghost" size="icon">
            <Link href={back} aria-label={backWords}>
              <LayoutList aria-hidden />
            </Link>
          </Button>
          <Step words={t('previousChip')} icon={ChevronLeft} onClick={onPrevious} />
          <h1 className="shrink-0 text-body font-medium">
            <ChipListButton onList={showChips}>
              {t.rich('chipWaits', {
                number,
                count: waiting.data?.total ?? 0,
                part: (chunks) => <span className="font-normal text-text-3">{chunks}</span>,
              })}
            </ChipListButton>
          </h1>
          <Step words={t('nextChip')} icon={ChevronRight} onClick={onNext} />
          {chip && (
            <span className="min-w-0 shrink-[100] truncate font-mono text-caption text-text-3 max-[1199px]:hidden">
              {chip.asset.name} · r{chip.gridRow} c{chip.gridCol}
            </span>
          )}
        </div>
      }
      right={<SaveState state={saved} outbox={outbox} left={null} />}
    >
      {view.data ? (
        <ReviewWorkbench
          project={project}
          view={view.data}
          found={found}
          outbox={outbox}
          busy={busy || coming}
          coming={coming}
          cell={number === props.start ? props.cell : null}
          commentsAt={number === props.start ? props.commentsAt : null}
          onVerdict={onVerdict}
          undoBefore={undoBefore}
          onNext={onNext}
          onPrevious={onPrevious}
        />
      ) : (
        <NoWorkbench {...{ person, project }}>
          {view.error ? (
            <EmptyState
              title={t('theChipCouldNotBe')}
              action={
                <Button asChild variant="primary">
                  <Link href={back}>{t('allChipsThatWait')}</Link>
                </Button>
              }
            >
              {view.error.message}
            </EmptyState>
          ) : (
            <Skeleton className="size-[min(80vh,80vw)]" />
          )}
        </NoWorkbench>
      )}
      {chipList}
    </WorkbenchScreen>
  );
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
