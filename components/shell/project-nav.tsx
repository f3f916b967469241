'use client';
import { clsx } from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

type Role = 'LABELER' | 'REVIEWER' | 'ADMIN';
const RANK: Record<Role, number> = { LABELER: 1, REVIEWER: 2, ADMIN: 3 };

const PAGES: readonly { path: string; label: string; role: Role }[] = [
  { path: '', label: 'Overview', role: 'LABELER' },
  { path: '/imagery', label: 'Imagery', role: 'LABELER' },
  { path: '/label', label: 'Label', role: 'LABELER' },
  { path: '/review', label: 'Review', role: 'REVIEWER' },
  { path: '/dataset', label: 'Dataset', role: 'ADMIN' },
  { path: '/models', label: 'Models', role: 'LABELER' },
  { path: '/settings', label: 'Settings', role: 'ADMIN' },
];

/** The pages of a project that the person's role opens; the current one is underlined. */
export function ProjectNav({ slug, role }: { slug: string; role: Role }) {
  const pathname = usePathname();
  const base = `/p/${slug}`;
  return (
    <nav
      aria-label="Project"
      className="flex h-full min-w-0 items-center gap-1 overflow-x-auto [scrollbar-width:none]"
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
              'relative flex h-full items-center px-2 -outline-offset-2',
              current
                ? 'font-medium text-text-1 after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 after:rounded-full after:bg-text-1'
                : 'text-text-2 hover:text-text-1',
            )}
          >
            {page.label}
          </Link>
        );
      })}
    </nav>
  );
}
