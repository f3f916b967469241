'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import type { Found } from '@/components/commands/found';
import { PaletteEntry, PaletteGroup } from '@/components/commands/palette-entry';
import { projectPages } from '@/components/shell/project-pages';
import { api } from '@/lib/client/api';
import { ProjectList } from '@/lib/domain/project/schema';
import type { SearchReply } from '@/lib/domain/search/schema';

/** What the server found of what was typed: its value says so, and it is not searched again. */
const SERVED = 'found ';

/** How well an entry that the server found answers; null: it is none of the server's. A chip's number goes before all. */
export function servedRelevance(value: string): number | null {
  if (!value.startsWith(SERVED)) return null;
  return value.startsWith(`${SERVED}chip`) ? 1 : 0.7;
}

/** Chips, pictures, people, pages and, outside of a project, projects in the palette. */
export function FoundGroups(props: { found: Found; reply: SearchReply; onChoose: () => void }) {
  const { found, reply } = props;
  const t = useTranslations('keys.palette');
  const words = useTranslations('shell');
  const status = useTranslations('common.chipStatus');
  const { project } = found;
  const router = useRouter();
  const choose = (act: () => void) => () => {
    props.onChoose();
    act();
  };
  return (
    <>
      <PaletteGroup heading={t('chips')} show={reply.chips.length > 0}>
        {reply.chips.map((chip) => (
          <PaletteEntry
            key={chip.id}
            value={`${SERVED}chip ${String(chip.number)}`}
            label={t('chip', { number: chip.number })}
            aside={`${status(chip.status)} · ${chip.picture}`}
            onSelect={choose(() => {
              project?.openChip(chip.number);
            })}
          />
        ))}
      </PaletteGroup>
      <PaletteGroup heading={t('pictures')} show={reply.pictures.length > 0}>
        {reply.pictures.map(({ id, name }) => (
          <PaletteEntry
            key={id}
            value={`${SERVED}picture ${id}`}
            label={name}
            aside={t('itsChips')}
            onSelect={choose(() => {
              project?.openPicture(name);
            })}
          />
        ))}
      </PaletteGroup>
      <PaletteGroup heading={t('people')} show={reply.people.length > 0}>
        {reply.people.map(({ userId, name, email }) => (
          <PaletteEntry
            key={userId}
            value={`${SERVED}person ${userId}`}
            label={name}
            aside={email}
            onSelect={choose(() => {
              router.push(`/p/${project?.slug ?? ''}/settings#people`);
            })}
          />
        ))}
      </PaletteGroup>
      <PaletteGroup heading={t('pages')} show>
        {pagesOf(found).map(({ href, label }) => (
          <PaletteEntry
            key={href}
            value={`page ${href}`}
            label={words(label)}
            onSelect={choose(() => {
              router.push(href);
            })}
          />
        ))}
      </PaletteGroup>
      {!project && <Projects choose={choose} />}
    </>
  );
}

/** The project's pages that the person's role opens, then those of the instance. */
function pagesOf({ project, isOwner }: Found) {
  const pages = projectPages(project?.role ?? 'LABELER').map(({ path, page }) => ({
    href: `/p/${project?.slug ?? ''}${path}`,
    label: `pages.${page}` as const,
  }));
  return [
    ...(project ? pages : []),
    { href: '/', label: 'myProjects' as const },
    { href: '/notices', label: 'notices' as const },
    { href: '/account', label: 'account' as const },
    ...(isOwner ? [{ href: '/admin', label: 'administration' as const }] : []),
  ];
}

export const PROJECTS = ['projects'];

/** The person's projects by name. */
function Projects({ choose }: { choose: (act: () => void) => () => void }) {
  const t = useTranslations('keys.palette');
  const router = useRouter();
  const projects = useQuery({
    queryKey: PROJECTS,
    queryFn: ({ signal }) => api(ProjectList, '/projects', { signal }),
  });
  const items = projects.data?.items ?? [];
  return (
    <PaletteGroup heading={t('projects')} show={items.length > 0}>
      {items.map(({ slug, name }) => (
        <PaletteEntry
          key={slug}
          value={`project ${slug}`}
          label={name}
          onSelect={choose(() => {
            router.push(`/p/${slug}`);
          })}
        />
      ))}
    </PaletteGroup>
  );
}
