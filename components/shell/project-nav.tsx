'use client';
import { clsx } from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { Messages } from '@/lib/i18n/messages-en';

type Role = 'LABELER' | 'REVIEWER' | 'ADMIN';
const RANK: Record<Role, number> = { LABELER: 1, REVIEWER: 2, ADMIN: 3 };

const PAGES: readonly { path: string; page: keyof Messages['shell']['pages']; role: Role }[] = [
  { path: '', page: 'overview', role: 'LABELER' },
  { path: '/imagery', page: 'imagery', role: 'LABELER' },
  { path: '/label', page: 'label', role: 'LABELER' },
  { path: '/review', page: 'review', role: 'REVIEWER' },
  { path: '/dataset', page: 'dataset', role: 'ADMIN' },
  { path: '/models', page: 'models', role: 'LABELER' },
  { path: '/settings', page: 'settings', role: 'ADMIN' },
];

/** The pages of a project that the person's role opens; the current one is underlined. */
export function ProjectNav({ slug, role }: { slug: string; role: Role }) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const base = `/p/${slug}`;
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // on a phone the row is longer than the bar: the page that one is on is in sight
    const current = nav.current?.querySelector<HTMLElement>('[aria-current]');
    if (nav.current && current) {
      nav.current.scrollLeft =
        current.offsetLeft - (nav.current.clientWidth - current.offsetWidth) / 2;
    }
  }, [pathname]);
  return (
    <nav
      ref={nav}
      aria-label={t('project')}
      className="relative flex h-full min-w-0 items-center gap-1 overflow-x-auto [scrollbar-width:none]"
    >
      {PAGES.filter((page) => RANK[role] >= RANK[page.role]).map((page) => {
        const href = `${base}${page.path}`;
        const current = page.path === '' ? pathname === base : pathname.startsWith(href);
        return (
          <Link
            key={page.path}
            href={href}
            aria-current={current ? 'page' : undefined}
            className={clsx(
              'relative flex h-full shrink-0 items-center px-2 -outline-offset-2 pointer-coarse:min-w-11 pointer-coarse:justify-center',
              current
                ? 'font-medium text-text-1 after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 after:rounded-full after:bg-text-1'
                : 'text-text-2 hover:text-text-1',
            )}
          >
            {t(`pages.${page.page}`)}
          </Link>
        );
      })}
    </nav>
  );
}
