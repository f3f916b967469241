'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { CurrentChip } from '@/lib/client/session/session-state';
import type { EmptyReason } from '@/lib/domain/queue/schema';

/** What stands in place of the workbench while no chip is on screen. */
export function NoChip(props: {
  current: Exclude<CurrentChip, { kind: 'open' }>;
  slug: string;
  onAgain: () => void;
}) {
  const t = useTranslations('session');
  const { current } = props;
  if (current.kind === 'loading') return <Skeleton className="size-[min(80vh,80vw)]" />;
  const { title, words } = describe(current, t);
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

function describe(
  current: Exclude<CurrentChip, { kind: 'open' | 'loading' }>,
  t: ReturnType<typeof useTranslations<'session'>>,
): { title: string; words: string } {
  if (current.kind === 'missing') {
    const { number } = current;
    return { title: t('waiting.missing', { number }), words: t('waiting.missing-words') };
  }
  if (current.kind === 'failed') {
    const { message } = current;
    return { title: t('waiting.failed'), words: t('waiting.failed-words', { message }) };
  }
  return current.why === null
    ? { title: t('waiting.offline'), words: t('waiting.offline-words') }
    : { title: t('waiting.empty'), words: describeReason(current.why, t) };
}

function describeReason(
  lack: EmptyReason,
  t: ReturnType<typeof useTranslations<'session'>>,
): string {
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
