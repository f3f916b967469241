'use client';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { leaveBrowser } from '@/components/shell/leave-browser';
import { Avatar } from '@/components/ui/avatar';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Menu, MenuCheck, MenuItem, MenuNote } from '@/components/ui/menu';
import { storeCookie } from '@/lib/client/appearance';
import { indexedDbStorage } from '@/lib/client/outbox/storage';
import { useSubmit } from '@/lib/client/use-submit';
import { CONTRAST_COOKIE } from '@/lib/domain/appearance/schema';

export interface ShellPerson {
  userId: string;
  name: string;
  email: string;
  isOwner: boolean;
}

/** How much of the person's work waits in this browser. */
async function countWaiting(userId: string): Promise<number> {
  return (
    await indexedDbStorage()
      .all(userId)
      .catch(() => [])
  ).length;
}

/** Who is signed in, and the way to the account, the instance's administration and out. */
export function PersonMenu({ person }: { person: ShellPerson }) {
  const t = useTranslations('shell');
  const [more, setMore] = useState(false);
  /** how much waits to be sent, once the person wants to leave */
  const [waiting, setWaiting] = useState<number | null>(null);
  const leave = useSubmit(async () => {
    await leaveBrowser();
    window.location.assign('/sign-in');
  });
  async function askOrLeave(): Promise<void> {
    const count = await countWaiting(person.userId);
    setWaiting(count);
    if (count === 0) await leave.run();
  }
  function setContrast(next: boolean): void {
    storeCookie(CONTRAST_COOKIE, next ? 'more' : 'system');
    document.documentElement.dataset['contrast'] = next ? 'more' : 'system';
    setMore(next);
  }
  return (
    <>
      <Menu
        onOpen={() => setMore(document.documentElement.dataset['contrast'] === 'more')}
        trigger={
          <button
            type="button"
            aria-label={t('nameAccountAndSignOut', { name: person.name })}
            className="flex size-8 shrink-0 items-center justify-center rounded-full pointer-coarse:size-11"
          >
            <Avatar name={person.name} me />
          </button>
        }
      >
        <MenuNote>{person.email}</MenuNote>
        <MenuItem asChild>
          <Link href="/notices">{t('notices')}</Link>
        </MenuItem>
        <MenuItem asChild>
          <Link href="/account">{t('account')}</Link>
        </MenuItem>
        {person.isOwner && (
          <MenuItem asChild>
            <Link href="/admin">{t('administration')}</Link>
          </MenuItem>
        )}
        <MenuCheck checked={more} onChange={setContrast}>
          {t('moreContrast')}
        </MenuCheck>
        <MenuItem
          onSelect={() => {
            void askOrLeave();
          }}
        >
          {t('signOut')}
        </MenuItem>
      </Menu>
      {waiting !== null && (waiting > 0 || leave.problem !== null) && (
        <ConfirmDialog
          title={t('leave.title')}
          description={waiting > 0 ? t('leave.waiting', { count: waiting }) : t('leave.failed')}
          confirm={t('signOut')}
          cancel={t('leave.stay')}
          action={leave}
          onClose={() => {
            setWaiting(null);
            leave.clear();
          }}
        />
      )}
    </>
  );
}
