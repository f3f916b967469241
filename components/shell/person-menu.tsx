'use client';
import Link from 'next/link';
import { signOut } from 'next-auth/react';
import { useTranslations } from 'use-intl';
import { Avatar } from '@/components/ui/avatar';
import { Menu, MenuItem, MenuNote } from '@/components/ui/menu';

export interface ShellPerson {
  name: string;
  email: string;
  isOwner: boolean;
}

/** Who is signed in, and the way to the account, the instance's administration and out. */
export function PersonMenu({ person }: { person: ShellPerson }) {
  const t = useTranslations('shell');
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={t('nameAccountAndSignOut', { name: person.name })}
          className="flex size-8 items-center justify-center rounded-full pointer-coarse:size-11"
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
      <MenuItem
        onSelect={() => {
          void signOut({ callbackUrl: '/sign-in' });
        }}
      >
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}
