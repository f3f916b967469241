'use client';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations('shell');
  return (
    <main>
      <EmptyState
        page
        title={t('thisPageCouldNotBe')}
        action={
          <Button variant="primary" onClick={reset}>
            {t('tryAgain')}
          </Button>
        }
      >
        {error.digest === undefined
          ? t('savedIsKept')
          : t('savedIsKeptNumber', { digest: error.digest })}
      </EmptyState>
    </main>
  );
}
