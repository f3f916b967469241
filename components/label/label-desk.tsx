'use client';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useCallback, useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import { z } from 'zod';
import { ModelState } from '@/components/label/model-state';
import { prefetchProposals } from '@/components/label/use-model';
import { SaveState } from '@/components/label/save-state';
import type { LabelPerson, LabelProject } from '@/components/label/types';
import { useOutbox } from '@/components/label/use-sheet';
import { Workbench } from '@/components/label/workbench';
import type { Submission } from '@/components/label/workbench';
import { TopBar } from '@/components/shell/top-bar';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { api } from '@/lib/client/api';
import { ChipView } from '@/lib/domain/chip/schema';
import { SheetView } from '@/lib/domain/label/schema';
import { LeaseView, QueueReply } from '@/lib/domain/queue/schema';
import type { QueueReason } from '@/lib/domain/queue/schema';
import type { PredictorState } from '@/lib/ml/predictor';

interface Opened {
  chip: ChipView;
  sheet: SheetView;
  heldBy: string | null;
  reason: QueueReason | null;
}
type Desk =
  | { kind: 'loading' }
  | { kind: 'open'; opened: Opened }
  | { kind: 'empty'; why: string }
  | { kind: 'failed'; message: string };

const REASONS: Record<QueueReason, string> = {
  returned: 'returned to you',
  started: 'begun by you',
  next: 'next in order',
  random: 'at random',
};
const HEARTBEAT_MS = 30_000;

/** The label page: takes chips from the queue (or one by its number), puts each on the bench, hands it in. */
export function LabelDesk(props: {
  project: LabelProject;
  person: LabelPerson;
  /** number of the chip to open, or null for the next of the queue */
  start: number | null;
  chips: number;
}) {
  const { project, person } = props;
  const base = `/projects/${project.slug}`;
  const { outbox, state: saved, ready } = useOutbox(person.userId);
  const [desk, setDesk] = useState<Desk>({ kind: 'loading' });
  const [busy, setBusy] = useState(false);
  const [model, setModel] = useState<PredictorState>({ kind: 'idle' });
  const skipped = useRef<number[]>([]);

  const show = useCallback(
    async (find: () => Promise<Omit<Opened, 'sheet'> | { why: string }>) => {
      try {
        const found = await find();
        if ('why' in found) {
          setDesk({ kind: 'empty', why: found.why });
          return;
        }
        const sheet = await api(SheetView, `${base}/chips/${found.chip.id}/labelling`);
        // the address names the chip, so that a reload or a shared link comes back to it
        window.history.replaceState(
          null,
          '',
          `/p/${project.slug}/label/${String(found.chip.number)}`,
        );
        setDesk({ kind: 'open', opened: { ...found, sheet } });
        prefetchNeighbour(base, found.chip.number + 1);
      } catch (error) {
        setDesk({
          kind: 'failed',
          message: error instanceof Error ? error.message : String(error),
        });
      }
    },
    [base, project.slug],
  );

  const openNumber = useCallback(
    (number: number) =>
      show(async () => {
        const chip = await api(ChipView, `${base}/chips/${String(number)}`);
        const lease = await api(LeaseView, `${base}/chips/${chip.id}/lease`, { method: 'POST' });
        return { chip, heldBy: lease.heldBy?.name ?? null, reason: null };
      }),
    [base, show],
  );
  const openNext = useCallback(
    () =>
      show(async () => {
        const reply = await api(QueueReply, `${base}/queue/next`, {
          body: { skip: skipped.current },
        });
        if (!reply.chip) return { why: 'why' in reply ? reply.why : '' };
        return { chip: reply.chip, heldBy: null, reason: 'reason' in reply ? reply.reason : null };
      }),
    [base, show],
  );

  const { start } = props;
  useEffect(() => {
    if (!ready) return;
    // deferred, so that a mount that is undone at once (React's strict mode) does not take a chip
    const soon = setTimeout(() => void (start === null ? openNext() : openNumber(start)), 0);
    return () => {
      clearTimeout(soon);
    };
  }, [ready, start, openNext, openNumber]);

  const chip = desk.kind === 'open' ? desk.opened.chip : null;
  useLease(base, chip);

  const submit = useCallback(
    (submission: Submission) => {
      if (!chip) return;
      if (!outbox.isClean(`${project.slug}/${chip.id}`)) {
        toast.error('Not submitted: some strokes have not reached the server. They are kept here.');
        return;
      }
      setBusy(true);
      const { proposals, openedMs } = submission;
      api(SheetView, `${base}/chips/${chip.id}/labelling/submit`, {
        body: {
          revision: submission.revision(),
          openedMs,
          proposals: proposals && {
            versionId: proposals.versionId,
            probs: toBase64(proposals.values),
          },
        },
      })
        .then(openNext, (error: unknown) =>
          toast.error(error instanceof Error ? error.message : String(error)),
        )
        .finally(() => {
          setBusy(false);
        });
    },
    [base, chip, openNext, outbox, project.slug],
  );
  const number = chip?.number ?? 0;
  const goNext = useCallback(() => {
    if (number > 0) skipped.current.push(number);
    void openNext();
  }, [number, openNext]);
  const goPrevious = useCallback(() => void openNumber(number - 1), [number, openNumber]);

  return (
    <div
      data-theme="dark"
      className="grid h-dvh grid-cols-[48px_minmax(0,1fr)_336px] grid-rows-[48px_minmax(0,1fr)_52px] overflow-hidden bg-bg-0 max-[1199px]:grid-cols-[48px_minmax(0,1fr)_44px] max-sm:grid-cols-1 max-sm:grid-rows-[48px_minmax(0,1fr)_auto_auto]"
    >
      <div className="col-span-full">
        <TopBar
          person={person}
          project={project}
          middle={
            chip && (
              <ChipWords
                chip={chip}
                of={props.chips}
                reason={desk.kind === 'open' ? desk.opened.reason : null}
                onNext={goNext}
                onPrevious={number > 1 ? goPrevious : null}
              />
            )
          }
          right={
            <>
              <SaveState state={saved} outbox={outbox} />
              <ModelState state={model} />
            </>
          }
        />
      </div>
      {desk.kind === 'open' ? (
        <Workbench
          key={desk.opened.chip.id}
          project={project}
          {...desk.opened}
          outbox={outbox}
          busy={busy}
          onModel={setModel}
          onSubmit={submit}
          onNext={goNext}
          onPrevious={number > 1 ? goPrevious : null}
        />
      ) : (
        <main className="col-span-full row-span-2 flex items-center justify-center">
          <Waiting desk={desk} slug={project.slug} onAgain={() => void openNext()} />
        </main>
      )}
    </div>
  );
}

function Waiting(props: {
  desk: Exclude<Desk, { kind: 'open' }>;
  slug: string;
  onAgain: () => void;
}) {
  const { desk } = props;
  if (desk.kind === 'loading') {
    return <Skeleton className="size-[min(80vh,80vw)]" />;
  }
  const action = (
    <div className="flex flex-wrap justify-center gap-2">
      <Button onClick={props.onAgain}>Ask again</Button>
      <Button asChild look="primary">
        <Link href={`/p/${props.slug}`}>Project overview</Link>
      </Button>
    </div>
  );
  return desk.kind === 'empty' ? (
    <EmptyState title="No chip is waiting for you" action={action}>
      {desk.why}
    </EmptyState>
  ) : (
    <EmptyState title="The chip could not be opened" action={action}>
      {desk.message} What you labelled is kept.
    </EmptyState>
  );
}

function ChipWords(props: {
  chip: ChipView;
  of: number;
  reason: QueueReason | null;
  onNext: () => void;
  onPrevious: (() => void) | null;
}) {
  const { chip } = props;
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Button
        look="ghost"
        size="icon"
        className="max-sm:hidden"
        aria-label="Previous chip"
        disabled={!props.onPrevious}
        onClick={() => props.onPrevious?.()}
      >
        <ChevronLeft aria-hidden />
      </Button>
      <h1 className="text-body font-medium">
        Chip {chip.number} <span className="font-normal text-text-3">of {props.of}</span>
      </h1>
      <Button
        look="ghost"
        size="icon"
        className="max-sm:hidden"
        aria-label="Next chip"
        onClick={props.onNext}
      >
        <ChevronRight aria-hidden />
      </Button>
      {props.reason && <Badge>{REASONS[props.reason]}</Badge>}
      <span className="truncate font-mono text-caption text-text-3 max-[1199px]:hidden">
        {chip.asset.name} · r{chip.gridRow} c{chip.gridCol}
      </span>
    </div>
  );
}

/** Keeps the chip's lease while it is on the bench and gives it back on leaving. */
function useLease(base: string, chip: ChipView | null): void {
  const id = chip?.id;
  useEffect(() => {
    if (id === undefined) return;
    const path = `${base}/chips/${id}/lease`;
    const beat = setInterval(() => {
      // a missed beat costs nothing: the next one takes the lease again
      api(LeaseView, path, { method: 'POST' }).catch(() => undefined);
    }, HEARTBEAT_MS);
    const give = (): void => {
      api(z.void(), path, { method: 'DELETE', keepalive: true }).catch(() => undefined);
    };
    window.addEventListener('pagehide', give);
    return () => {
      clearInterval(beat);
      window.removeEventListener('pagehide', give);
      give();
    };
  }, [base, id]);
}

/** The next chip's picture into the browser's cache and its proposals into the model's. */
function prefetchNeighbour(base: string, number: number): void {
  api(ChipView, `${base}/chips/${String(number)}`).then(
    (chip) => {
      new Image().src = chip.imageUrl;
      prefetchProposals(chip);
    },
    () => undefined, // there may be no such chip
  );
}

function toBase64(probs: Float32Array): string {
  let text = '';
  for (const p of probs) text += String.fromCharCode(Math.round(255 * p));
  return btoa(text);
}
