import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { words } from '@/lib/words/server';

export default async function NotFound() {
  const t = await words('shell');
  return (
    <main>
      <EmptyState
        page
        title={t('thereIsNothingHere')}
        action={
          <Button asChild look="primary">
            <Link href="/">{t('myProjects')}</Link>
          </Button>
        }
      >
        {t('theAddressMayBeMistyped')}
      </EmptyState>
    </main>
  );
}
