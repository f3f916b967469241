'use client';
import { Luggage } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { predictorOfTab, prefetchProposals } from '@/components/label/use-model';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem, MenuNote } from '@/components/ui/menu';
import type { Desk } from '@/lib/client/desk/desk';
import { openOf } from '@/lib/client/desk/sitting';
import { forgetPictures, keepForTrip, prepareTrip } from '@/lib/client/desk/trip';

const COUNTS = [10, 30, 60];

/** Chips for hours without a network: with their pictures, held for the person until they are back. */
export default function TakeAlong(props: {
  desk: Desk;
  left: number;
  build: string | null;
  /** a command opens the menu too */
  control: { open: boolean; set: (open: boolean) => void };
}) {
  const { desk, left, build, control } = props;
  const t = useTranslations('desk');
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (build !== null) prepareTrip(build).catch(() => undefined);
  }, [build]);

  async function take(count: number): Promise<void> {
    setBusy(true);
    try {
      const number = await desk.takeAlong(count);
      const chips = openOf(desk.getState().sitting).map((held) => held.chip);
      const urls = chips.map((chip) => chip.imageUrl);
      await forgetPictures(new Set(urls));
      await keepForTrip(urls);
      if (build !== null) await prepareTrip(build, await predictorOfTab().parts());
      // those that are not there in time are computed on the way
      for (const chip of chips) prefetchProposals(chip);
      toast(t('along.ready', { count: number }));
    } catch (error) {
      toast.error(
        t('along.failed', { why: error instanceof Error ? error.message : String(error) }),
      );
    }
    setBusy(false);
  }

  return (
    <Menu
      control={control}
      trigger={
        <Button variant="ghost" size="icon" busy={busy} aria-label={t('along.menu')}>
          <Luggage aria-hidden />
        </Button>
      }
    >
      <MenuNote>{t('along.left', { count: left })}</MenuNote>
      {COUNTS.map((count) => (
        <MenuItem key={count} disabled={busy} onSelect={() => void take(count)}>
          {t('along.take', { count })}
        </MenuItem>
      ))}
      <MenuItem disabled={busy} onSelect={() => void desk.giveBackAhead()}>
        {t('along.give-back')}
      </MenuItem>
    </Menu>
  );
}
