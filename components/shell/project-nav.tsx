'use client';
import { clsx } from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { projectPages } from '@/components/shell/project-pages';
import type { ProjectRole } from '@/components/shell/project-pages';

/** The pages of a project that the person's role opens; the current one is underlined. */
export function ProjectNav({ slug, role }: { slug: string; role: ProjectRole }) {
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
      className="relative flex h-full min-w-0 shrink-[1000] items-center gap-1 overflow-x-auto [scrollbar-width:none]"
    >
      {projectPages(role).map((page) => {
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
