'use client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useSecondLook } from '@/components/gallery/use-second-look';
import { toast } from '@/components/ui/toast';
import { forgetOthers } from '@/lib/client/gallery/gallery-stores';
import type { GalleryStore } from '@/lib/client/gallery/gallery-store';
import type { GalleryItem } from '@/lib/client/gallery/items';
import type { GalleryContext } from '@/lib/editor/commands/gallery';
import type { Why } from '@/lib/editor/commands/why';

/** What the gallery's commands do, on one view's store. */
export function useGalleryActs(props: {
  slug: string;
  store: GalleryStore;
  archived: boolean;
  onOpen: (item: GalleryItem) => void;
  onLike: (item: GalleryItem) => void;
  onHelp: () => void;
  /** counts are no longer what they were */
  onSaved: () => void;
}): {
  acts: GalleryContext;
  returning: boolean;
  setReturning: (returning: boolean) => void;
  save: () => Promise<void>;
} {
  const { store, archived, onOpen, onLike, onHelp, onSaved } = props;
  const [returning, setReturning] = useState(false);
  const { save, undo } = useSaving(store, onSaved);
  const second = useSecondLook(props.slug, store, onSaved);
  const acts = useMemo<GalleryContext>(() => {
    const cursor = () => store.item(store.getState().cursor);
    const ready = (): true | Why => {
      if (archived) return { why: 'archived' };
      if (store.getState().saving) return { why: 'saving' };
      return store.targets().length > 0 ? true : { why: 'nothingChosen' };
    };
    const withCursor = (act: (item: GalleryItem) => void) => () => {
      const item = cursor();
      if (item) act(item);
    };
    return {
      label: (code) => {
        store.decide({ kind: 'label', code });
      },
      canLabel: () => (store.view.unit === 'cells' ? ready() : { why: 'labelsAreForCells' }),
      confirm: () => {
        store.decide({ kind: 'keep' });
      },
      canConfirm: () =>
        store.view.unit === 'chips' && store.view.state !== 'waiting'
          ? { why: 'chipConfirmed' }
          : ready(),
      returnChips: () => {
        setReturning(true);
      },
      canReturn: () => (store.view.state === 'waiting' ? ready() : { why: 'returnWaiting' }),
      second,
      canSecond: () => (store.view.state === 'imported' ? { why: 'nobodyToReturnTo' } : ready()),
      move: (step, select) => {
        store.move(step, select);
      },
      select: withCursor((item) => {
        store.point(item.id, 'toggle');
      }),
      selectAll: () => {
        store.selectAll();
      },
      clear: () => {
        store.clear();
      },
      open: withCursor(onOpen),
      like: withCursor(onLike),
      hasCursor: () => (cursor() ? true : { why: 'nothingChosen' }),
      undo: () => void undo(),
      canUndo: () => (store.getState().canUndo ? true : { why: 'nothingToTakeBack' }),
      save: () => void save(),
      canSave: () => {
        const { decisions, saving } = store.getState();
        if (saving) return { why: 'saving' };
        return decisions.size > 0 ? true : { why: 'nothingDecided' };
      },
      help: onHelp,
    };
  }, [store, archived, onOpen, onLike, onHelp, save, undo, second]);
  return { acts, returning, setReturning, save };
}

/** Saving and taking back, told in notices; what is decided is saved when its view is left, and never lost with the window. */
function useSaving(store: GalleryStore, onSaved: () => void) {
  const t = useTranslations('gallery');
  const undo = useCallback(
    async (what: 'last' | 'save' = 'last') => {
      const undone = await store.undo(what);
      if (undone === null) return;
      forgetOthers(store);
      onSaved();
      const [problem] = undone.problems;
      // in the place of the notice that offered it
      if (problem !== undefined) toast.error(t('undoFailed', { problem }), { id: 'gallery' });
      else if (undone.saved > 0) toast(t('takenBack', { count: undone.saved }), { id: 'gallery' });
    },
    [store, onSaved, t],
  );
  const save = useCallback(async () => {
    const { decisions, saving } = store.getState();
    if (saving || decisions.size === 0) return;
    const { cells, conflicts, problems } = await store.save();
    forgetOthers(store);
    onSaved();
    const [first] = problems;
    if (conflicts > 0 || first) {
      const failed = problems.length;
      toast.error(
        first
          ? t('someNotSaved', { cells, failed, ...first })
          : t('conflicts', { cells, conflicts }),
        { id: 'gallery', duration: 10_000 },
      );
      return;
    }
    toast(t('saved', { count: cells }), {
      id: 'gallery',
      duration: 8000,
      action: { label: t('undo'), onClick: () => void undo('save') },
    });
  }, [store, onSaved, t, undo]);
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent): void => {
      if (store.getState().decisions.size > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', onLeave);
    return () => {
      window.removeEventListener('beforeunload', onLeave);
      void save();
    };
  }, [store, save]);
  return { save, undo };
}
