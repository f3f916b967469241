'use client';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { toast } from '@/components/ui/toast';
import { useRefusalReason } from '@/components/workbench/use-refusal-reason';
import { guestChipView } from '@/components/guest/guest-chip';
import { api } from '@/lib/client/api';
import { decodeLabelling } from '@/lib/client/decoded-labelling';
import type { DecodedLabelling } from '@/lib/client/decoded-labelling';
import type { Outbox } from '@/lib/client/outbox/outbox';
import type { OutboxState } from '@/lib/client/outbox/state';
import type { RefusedTask } from '@/lib/client/outbox/task';
import { ApiProblem } from '@/lib/client/problem';
import type { ChipView } from '@/lib/domain/chip/schema';
import { isDecided } from '@/lib/domain/label/cell-code';
import { GuestNext } from '@/lib/domain/labelling-link/schema';
import type { GuestProgress } from '@/lib/domain/labelling-link/schema';

/** Where a guest is. */
type State =
  | { kind: 'loading'; progress: GuestProgress }
  | {
      kind: 'open';
      progress: GuestProgress;
      chip: ChipView;
      labelling: DecodedLabelling;
      /** it is being handed in */
      busy: boolean;
    }
  /** the next chip could not be fetched */
  | { kind: 'lost'; progress: GuestProgress; why: string }
  /** the link lets nobody label any more, or they are done by their own word */
  | { kind: 'ended'; done: number; why: string }
  /** nothing is left for them */
  | { kind: 'through'; done: number };

const NOWHERE: GuestProgress = { done: 0, total: 0 };

/** The outbox's name of a guest's labelling of a chip. */
export const guestLabelling = (linkId: string, chipId: string): string =>
  `guest/${linkId}/${chipId}`;

/** Where a guest's work on a chip goes. */
export const guestPath = (linkId: string, chipId: string, what: string): string =>
  `/guest/${linkId}/chips/${chipId}/${what}`;

/** A guest's chips, one after the other: the next one comes when the one before is handed in, with all its strokes. */
export function useGuestChips(props: {
  linkId: string;
  outbox: Outbox;
  saved: OutboxState;
  /** what an earlier visit left has been read */
  ready: boolean;
}): {
  state: State;
  submit: (cells: Uint8Array, openedMs: number) => void;
  skip: () => void;
  again: () => void;
} {
  const { linkId, outbox, saved, ready } = props;
  const t = useTranslations('links.work');
  const reasonOf = useRefusalReason();
  const person = outbox.userId;
  const [state, setState] = useState<State>({ kind: 'loading', progress: NOWHERE });

  const fetchNext = useCallback(async () => {
    try {
      const path = `/guest/${linkId}/next`;
      const { chip, labelling, progress } = await api(GuestNext, path, { method: 'POST', person });
      if (!chip || !labelling) {
        setState({ kind: 'through', done: progress.done });
        return;
      }
      setState({
        ...{ kind: 'open', progress, busy: false },
        chip: guestChipView(chip, progress.done + 1),
        labelling: decodeLabelling(labelling),
      });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const { message: why, status } = error;
      setState((before) =>
        status === 410 || status === 401 || status === 403
          ? { kind: 'ended', done: doneIn(before), why }
          : { kind: 'lost', progress: progressIn(before), why },
      );
    }
  }, [linkId, person]);
  // the answer to a chip and the outbox that has come to rest both ask for the next one
  const asking = useRef<Promise<void> | null>(null);
  const next = useCallback(async () => {
    asking.current ??= fetchNext().finally(() => {
      asking.current = null;
    });
    await asking.current;
  }, [fetchNext]);

  const again = useCallback(() => {
    setState((before) => ({ kind: 'loading', progress: progressIn(before) }));
    void next();
  }, [next]);

  useEffect(() => {
    if (!ready) return;
    // what an earlier visit left goes out first
    const soon = setTimeout(() => void outbox.flush().then(next), 0);
    return () => {
      clearTimeout(soon);
    };
  }, [ready, outbox, next]);

  const setBusy = (busy: boolean): void => {
    setState((before) => (before.kind === 'open' ? { ...before, busy } : before));
  };
  const submit = (cells: Uint8Array, openedMs: number): void => {
    if (state.kind !== 'open' || state.busy) return;
    if (!cells.some(isDecided)) {
      toast.error(t('nothing'), { id: 'nothing' });
      return;
    }
    const { chip } = state;
    const labelling = guestLabelling(linkId, chip.id);
    const target = {
      ...{ labelling, slug: linkId, number: chip.number },
      path: guestPath(linkId, chip.id, 'submit'),
    };
    setBusy(true);
    void outbox
      .submit(target, { openedMs, proposals: null })
      .then(() => outbox.flush())
      .then(() => (outbox.isClean(labelling) ? next() : undefined));
  };
  const skip = (): void => {
    if (state.kind !== 'open' || state.busy) return;
    setBusy(true);
    const path = guestPath(linkId, state.chip.id, 'skip');
    outbox
      .flush()
      .then(() => api(z.void(), path, { method: 'POST', person }))
      .then(next, (error: unknown) => {
        setBusy(false);
        if (!(error instanceof ApiProblem)) throw error;
        if (error.status === 410 || error.status === 401) void next();
        else toast.error(error.message);
      });
  };

  /** What was not taken is no longer wanted: the link has ended, or others have finished the chip. It is said, and dropped. */
  const settle = useEffectEvent((tasks: readonly RefusedTask[]) => {
    const last = tasks.at(-1);
    if (!last) return;
    if (last.refused.cause === 'server' && last.refused.status !== 410) {
      toast.error(
        last.refused.body['key'] === 'link.chipDone' ? t('passed') : reasonOf(last.refused),
      );
    }
    void outbox.dropRefused(tasks.map(({ id }) => id)).then(next);
  });
  const goOn = useEffectEvent(() => {
    // it was handed in while there was no network
    if (state.kind === 'open' && state.busy) void next();
  });
  const wait = useEffectEvent(() => {
    if (state.kind === 'open' && state.busy) toast(t('waits'), { id: 'waits' });
  });
  const { kind } = saved;
  useEffect(() => {
    if (saved.kind === 'refused') settle(saved.tasks);
  }, [saved]);
  useEffect(() => {
    if (kind === 'signedOut') void next();
    if (kind === 'offline') wait();
    if (kind === 'saved') goOn();
  }, [kind, next]);
  return { state, submit, skip, again };
}

function progressIn(state: State): GuestProgress {
  return 'progress' in state ? state.progress : { done: state.done, total: state.done };
}

function doneIn(state: State): number {
  return progressIn(state).done;
}
