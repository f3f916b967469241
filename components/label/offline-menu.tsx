'use client';
import { Luggage } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { predictorOfTab, prefetchProposals } from '@/components/label/use-model';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem, MenuNote } from '@/components/ui/menu';
import type { LabellingSession } from '@/lib/client/session/labelling-session';
import { openOf } from '@/lib/client/session/session-history';
import { prunePictures, cachePictures, cacheLabelPage } from '@/lib/client/offline-cache';

const COUNTS = [10, 30, 60];

/** Chips for hours without a network: with their pictures, held for the person until they are back. */
export default function OfflineMenu(props: {
  session: LabellingSession;
  /** null while it is not known */
  left: number | null;
  build: string | null;
  /** a command opens the menu too */
  control: { open: boolean; set: (open: boolean) => void };
}) {
  const { session, left, build, control } = props;
  const t = useTranslations('session');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (build !== null) cacheLabelPage(build).catch(() => undefined);
  }, [build]);

  async function take(count: number): Promise<void> {
    setBusy(true);
    try {
      const number = await session.checkOut(count);
      const chips = openOf(session.getState().history).map((held) => held.chip);
      const urls = chips.map((chip) => chip.imageUrl);
      await prunePictures(new Set(urls));
      await cachePictures(urls);
      if (build !== null) await cacheLabelPage(build, await predictorOfTab().parts());
      // those that are not there in time are computed on the way
      for (const chip of chips) prefetchProposals(chip);
      toast(t('workOffline.ready', { count: number }));
    } catch (error) {
      toast.error(
        t('workOffline.failed', { why: error instanceof Error ? error.message : String(error) }),
      );
    }
    setBusy(false);
  }

  return (
    <Menu
      control={control}
      trigger={
        <Button variant="ghost" size="icon" busy={busy} aria-label={t('workOffline.menu')}>
          <Luggage aria-hidden />
        </Button>
      }
    >
      {left !== null && <MenuNote>{t('workOffline.left', { count: left })}</MenuNote>}
      {COUNTS.map((count) => (
        <MenuItem key={count} disabled={busy} onSelect={() => void take(count)}>
          {t('workOffline.take', { count })}
        </MenuItem>
      ))}
      <MenuItem disabled={busy} onSelect={() => void session.releaseAhead()}>
        {t('workOffline.release')}
      </MenuItem>
    </Menu>
  );
}
