import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { PeriodName } from '@/lib/domain/progress/schema';
import type { ProgressView } from '@/lib/domain/progress/schema';
import { getTranslations } from '@/lib/i18n/server';

const WORDS = { 7: 'week', 30: 'month', all: 'all' } as const;

/** Which days are shown: the last ones, all, or from one to another. Works without a script, as links and a form do. */
export async function PeriodBar({ slug, view }: { slug: string; view: ProgressView }) {
  const t = await getTranslations('progress.period');
  const path = `/p/${slug}/progress`;
  return (
    <div className="mb-4 flex flex-wrap items-end gap-x-6 gap-y-3">
      <nav aria-label={t('title')} className="flex gap-1">
        {PeriodName.options.map((name) => (
          <Button key={name} asChild variant={view.period === name ? 'plain' : 'ghost'}>
            <Link
              href={`${path}?period=${name}`}
              aria-current={view.period === name ? 'page' : undefined}
            >
              {t(WORDS[name])}
            </Link>
          </Button>
        ))}
      </nav>
      {/* a new period begins with fields of its own */}
      <form
        key={`${view.from} ${view.to}`}
        action={path}
        className="flex flex-wrap items-end gap-2"
      >
        <TextField label={t('from')} type="date" name="from" defaultValue={view.from} required />
        <TextField label={t('to')} type="date" name="to" defaultValue={view.to} required />
        <Button type="submit">{t('show')}</Button>
      </form>
    </div>
  );
}
