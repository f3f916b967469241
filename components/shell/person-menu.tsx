'use client';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { clearOfflineCache } from '@/lib/client/offline-cache';
import { Avatar } from '@/components/ui/avatar';
import { Menu, MenuCheck, MenuItem, MenuNote } from '@/components/ui/menu';
import { storeCookie } from '@/lib/client/appearance';
import { CONTRAST_COOKIE } from '@/lib/domain/appearance/schema';

export interface ShellPerson {
  name: string;
  email: string;
  isOwner: boolean;
}

/** Ends the session. What does it is fetched only now: no page needs it before. */
async function leave(): Promise<void> {
  const { signOut } = await import('next-auth/react');
  await signOut({ callbackUrl: '/sign-in' });
}

/** Who is signed in, and the way to the account, the instance's administration and out. */
export function PersonMenu({ person }: { person: ShellPerson }) {
  const t = useTranslations('shell');
  const [more, setMore] = useState(false);
  function setContrast(next: boolean): void {
    storeCookie(CONTRAST_COOKIE, next ? 'more' : 'system');
    document.documentElement.dataset['contrast'] = next ? 'more' : 'system';
    setMore(next);
  }
  return (
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
          void clearOfflineCache().finally(leave);
        }}
      >
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}
