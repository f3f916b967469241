import Link from 'next/link';
import type { ProjectLine } from '@/lib/domain/project/schema';
import { getTranslations } from '@/lib/i18n/server';

/** The archived projects of the home page, folded. */
export async function ArchivedProjects({ projects }: { projects: readonly ProjectLine[] }) {
  const t = await getTranslations('home');
  return (
    <details className="mt-6">
      <summary className="w-fit cursor-pointer text-text-2">
        {t('archivedProjects', { count: projects.length })}
      </summary>
      <ul className="mt-2 flex flex-col gap-1">
        {projects.map(({ id, slug, name, description }) => (
          <li key={id}>
            <Link href={`/p/${slug}`} className="hover:underline">
              {name}
            </Link>
            {description !== '' && <span className="ml-2 text-text-3">{description}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
