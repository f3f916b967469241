'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { Stage } from '@/lib/client/desk/state';
import type { EmptyReason } from '@/lib/domain/queue/schema';

/** What stands in place of the bench while no chip is on it. */
export function WaitingStage(props: {
  stage: Exclude<Stage, { kind: 'open' }>;
  slug: string;
  onAgain: () => void;
}) {
  const t = useTranslations('desk');
  const { stage } = props;
  if (stage.kind === 'loading') return <Skeleton className="size-[min(80vh,80vw)]" />;
  const { title, words } = wordsOf(stage, t);
  return (
    <EmptyState
      title={title}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button onClick={props.onAgain}>{t('waiting.again')}</Button>
          <Button asChild variant="primary">
            <Link href={`/p/${props.slug}`}>{t('waiting.overview')}</Link>
          </Button>
        </div>
      }
    >
      {words}
    </EmptyState>
  );
}

function wordsOf(
  stage: Exclude<Stage, { kind: 'open' | 'loading' }>,
  t: ReturnType<typeof useTranslations<'desk'>>,
): { title: string; words: string } {
  if (stage.kind === 'missing') {
    const { number } = stage;
    return { title: t('waiting.missing', { number }), words: t('waiting.missing-words') };
  }
  if (stage.kind === 'failed') {
    const { message } = stage;
    return { title: t('waiting.failed'), words: t('waiting.failed-words', { message }) };
  }
  return stage.why === null
    ? { title: t('waiting.offline'), words: t('waiting.offline-words') }
    : { title: t('waiting.empty'), words: lackWords(stage.why, t) };
}

function lackWords(lack: EmptyReason, t: ReturnType<typeof useTranslations<'desk'>>): string {
  switch (lack.code) {
    case 'full':
      return t('why.full', lack);
    case 'with-others':
      return t('why.with-others', lack);
    case 'all-labelled':
      return t('why.all-labelled', lack);
    case 'no-imagery':
    case 'none-in-area':
    case 'none-in-filter':
    case 'none-returned':
      return t(`why.${lack.code}`);
  }
}
