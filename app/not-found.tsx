import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { getTranslations } from '@/lib/i18n/server';

export default async function NotFound() {
  const t = await getTranslations('shell');
  return (
    <main>
      <EmptyState
        page
        title={t('thereIsNothingHere')}
        action={
          <Button asChild variant="primary">
            <Link href="/">{t('myProjects')}</Link>
          </Button>
        }
      >
        {t('theAddressMayBeMistyped')}
      </EmptyState>
    </main>
  );
}
