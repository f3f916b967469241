'use client';
import { ListFilter } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { api } from '@/lib/client/api';
import { QueueView } from '@/lib/domain/queue/schema';
import type { QueuePreference } from '@/lib/domain/queue/schema';
import { loadPart } from '@/lib/client/load-part';

const QueueDialog = dynamic(() => loadPart(() => import('@/components/label/queue-dialog')), {
  ssr: false,
});

/** The counts can wait until the chip itself is there. */
const LATER_MS = 300;

/** What is labelled next, and how much of it is left: "Recommended · 212 left". A press opens the choice. */
export function QueueMenu(props: {
  slug: string;
  wanted: QueuePreference;
  onWanted: (wanted: QueuePreference) => void;
  /** changes whenever a chip was handed in or passed over: then the counts are read again */
  counts: number;
  /** whether the choice is open: a command opens it too */
  open: boolean;
  onOpen: (open: boolean) => void;
}) {
  const { slug, wanted, counts, open, onOpen: setOpen } = props;
  const t = useTranslations('queue');
  const [view, setView] = useState<QueueView | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      // without a network the last counts stand
      api(QueueView, `/projects/${slug}/queue`, { signal: stop.signal }).then(
        setView,
        () => undefined,
      );
    }, LATER_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [slug, wanted, counts]);
  const mode = t(`mode.${wanted.mode}`);
  const isNarrow = wanted.mode === 'area' || wanted.mode === 'filter';
  const words =
    view === null
      ? mode
      : wanted.mode === 'returned'
        ? t('buttonReturned', { mode, count: view.returned })
        : t('button', {
            mode,
            count: isNarrow ? view.leftPreferred : view.left,
            more: String(isNarrow && view.morePreferred),
            held: isNarrow ? 0 : view.held,
          });
  return (
    <>
      <Button
        variant="ghost"
        className="max-w-72 min-w-0 max-[1199px]:px-2 pointer-coarse:min-w-11"
        aria-haspopup="dialog"
        aria-label={`${t('whatNext')}: ${words}`}
        title={t('whatNext')}
        onClick={() => {
          setOpen(true);
        }}
      >
        <ListFilter aria-hidden />
        <span className="truncate max-[1199px]:sr-only">{words}</span>
      </Button>
      {open && (
        <QueueDialog
          {...{ slug, wanted, view }}
          onClose={() => {
            setOpen(false);
          }}
          onWanted={(next) => {
            setOpen(false);
            props.onWanted(next);
          }}
        />
      )}
    </>
  );
}
