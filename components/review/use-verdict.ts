'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { correctionOf } from '@/components/review/opinions';
import { consensusKey } from '@/components/review/use-review-workbench';
import { withoutUndone } from '@/components/review/verdict';
import type { GivenVerdict, Verdict } from '@/components/review/verdict';
import { toast } from '@/components/ui/toast';
import { api } from '@/lib/client/api';
import type { Outbox } from '@/lib/client/outbox/outbox';
import type { ReviewChip } from '@/lib/client/review-chip';
import { VerdictReply } from '@/lib/domain/review/schema';

/** What sends verdicts, goes on to the next chip, and takes verdicts of this visit back. */
export function useVerdict(props: {
  slug: string;
  outbox: Outbox;
  /** the chip of the address, and what is read of it; undefined while it is on its way */
  number: number;
  view: ReviewChip | undefined;
  go: (number: number) => void;
  /** the list that is walked: its next chip comes after a verdict, and after the last one the list */
  list: { onNext: (() => void) | null; back: string } | null;
  refetch: () => Promise<unknown>;
}): {
  onVerdict: (verdict: Verdict) => void;
  /** takes the last verdict of this visit back; null where there is none */
  undoBefore: (() => void) | null;
  busy: boolean;
} {
  const { slug, outbox, number, view, go, list, refetch } = props;
  const t = useTranslations('review');
  const end = useTranslations('chips.walk');
  const router = useRouter();
  const client = useQueryClient();
  const listPath = `/p/${slug}/review`;
  const [given, setGiven] = useState<readonly GivenVerdict[]>([]);
  const mutation = useMutation({
    mutationFn: async (act: Verdict): Promise<{ reply: VerdictReply; given: GivenVerdict }> => {
      const chips = `/projects/${slug}/chips`;
      await outbox.flush();
      if (act.kind === 'reopen') {
        const { number, correctionId } = act;
        const of = correctionId === null ? '' : `/corrections/${correctionId}`;
        const path = `${chips}/${String(number)}/review${of}/reopen`;
        const reply = await api(VerdictReply, path, { method: 'POST', body: {} });
        return { reply, given: { number, correctionId } };
      }
      if (!view) throw new Error(t('thereIsNoChipTo'));
      if (!outbox.isClean(consensusKey(slug, view.chip.id))) {
        throw new Error(t('someCorrectionsHaveNotReached'));
      }
      const correction = correctionOf(view);
      const given = { number: view.chip.number, correctionId: correction?.id ?? null };
      return { reply: await sendVerdict(`${chips}/${view.chip.id}/review`, act, view), given };
    },
    onSuccess: async ({ reply, given: verdict }, act) => {
      await client.invalidateQueries({ queryKey: ['review', slug] });
      if (act.kind === 'reopen') {
        setGiven((all) => withoutUndone(all, verdict));
        const { number: of, correctionId } = verdict;
        const undone = correctionId === null ? 'undo.undone' : 'undo.correction.undone';
        toast(t(undone, { number: of }), { id: 'verdict' });
        if (of === number) await refetch();
        go(of);
        // the notice outlives the page: from the list it leads back
        if (window.location.pathname === listPath) router.push(`${listPath}/${String(of)}`);
        return;
      }
      setGiven((all) => [...all, verdict]);
      offerUndo(act.kind, verdict);
      if (list) {
        if (list.onNext) list.onNext();
        else {
          toast(end('end'), { id: 'walk' });
          router.push(list.back);
        }
      } else if (reply.next === null) {
        toast(t('noOtherChipWaitsFor'));
        router.push(listPath);
      } else if (reply.next === number) await refetch();
      else go(reply.next);
    },
    onError: async (error) => {
      judged.current = null;
      toast.error(error.message);
      // somebody else may have changed it: show what is there now
      await refetch();
    },
  });
  const { mutate } = mutation;
  // a chip gets one verdict: keys pressed before the page is drawn again find the chip as it was
  const judged = useRef<ReviewChip | null>(null);
  const onVerdict = useCallback(
    (act: Verdict) => {
      if (act.kind !== 'reopen') {
        if (!view || judged.current === view) return;
        judged.current = view;
      }
      mutate(act);
    },
    [mutate, view],
  );
  const offerUndo = (kind: 'accept' | 'return', of: GivenVerdict): void => {
    const done = kind === 'accept' ? 'accepted' : 'returned';
    const words =
      of.correctionId === null ? (`undo.${done}` as const) : (`undo.correction.${done}` as const);
    const onClick = () => {
      mutate({ kind: 'reopen', ...of });
    };
    const action = { label: t('undo.undo'), onClick };
    toast(t(words, { number: of.number }), { id: 'verdict', duration: 8000, action });
  };
  const last = given.at(-1);
  const busy = mutation.isPending;
  const undoBefore = useMemo(
    () =>
      last === undefined || busy
        ? null
        : () => {
            mutate({ kind: 'reopen', ...last });
          },
    [last, busy, mutate],
  );
  return { onVerdict, undoBefore, busy };
}

/** Sends a verdict on the chip on screen; on its correction where one waits. */
async function sendVerdict(
  path: string,
  act: Exclude<Verdict, { kind: 'reopen' }>,
  view: ReviewChip,
): Promise<VerdictReply> {
  const correction = correctionOf(view);
  if (!correction) {
    const body = act.kind === 'accept' ? act.request() : { reason: act.reason };
    return await api(VerdictReply, `${path}/${act.kind}`, { method: 'POST', body });
  }
  const of = `${path}/corrections/${correction.id}`;
  return act.kind === 'accept'
    ? await api(VerdictReply, `${of}/accept`, { body: { revision: view.consensus.revision } })
    : await api(VerdictReply, `${of}/decline`, { body: { reason: act.reason } });
}
