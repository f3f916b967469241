'use client';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { TOUR_EVENT } from '@/lib/client/tour';
import { loadPart } from '@/lib/client/load-part';

const Tour = dynamic(() => loadPart(() => import('@/components/tour/tour')), { ssr: false });

/**
 * Opens the tour on a person's first visit of the label page on this machine, and whenever the help asks for it, which offers it
 * where it finds the mark. `off`: nothing can be labelled.
 */
export function TourStarter({ userId, off }: { userId: string; off: boolean }) {
  const [open, setOpen] = useState(false);
  const key = `quadrat-tour-${userId}`;
  useEffect(() => {
    if (off) return;
    const start = (): void => setOpen(true);
    window.addEventListener(TOUR_EVENT, start);
    // after the page's own work: whoever is new waits for the picture first anyway
    const timer = localStorage.getItem(key) === null ? setTimeout(start, 1000) : undefined;
    return () => {
      window.removeEventListener(TOUR_EVENT, start);
      clearTimeout(timer);
    };
  }, [key, off]);
  if (off) return null;
  if (!open) return <span hidden data-tour="starter" />;
  return (
    <Tour
      onClose={() => {
        localStorage.setItem(key, 'seen');
        setOpen(false);
      }}
    />
  );
}
