import Link from 'next/link';
import { describeNextTraining } from '@/components/project/describe-next-training';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { NextTraining } from '@/lib/domain/project/overview';
import { getTranslations } from '@/lib/i18n/server';

/** What stands between the project and its next training. */
export async function NextTrainingCard(props: {
  slug: string;
  next: NextTraining;
  isAdmin: boolean;
}) {
  const t = await getTranslations('project');
  const described = describeNextTraining(props.next, await getTranslations('project.next'));
  const { slug, next, isAdmin } = props;
  return (
    <Card title={t('nextTraining')}>
      <p className="text-lead font-semibold">{described.title}</p>
      {next.fraction !== null && (
        <div className="my-2">
          <ProgressBar label={t('confirmedChipsForTheNext')} value={next.fraction} />
        </div>
      )}
      <p className="text-caption text-text-2">{described.detail}</p>
      {isAdmin && next.ready && (
        <Button asChild variant="primary" className="mt-3">
          <Link href={`/p/${slug}/models`}>{t('retrain')}</Link>
        </Button>
      )}
    </Card>
  );
}
