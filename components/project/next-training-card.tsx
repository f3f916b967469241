import Link from 'next/link';
import { nextWords } from '@/components/project/next-words';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { NextTraining } from '@/lib/domain/project/overview';
import { words } from '@/lib/words/server';

/** What stands between the project and its next training. */
export async function NextTrainingCard(props: {
  slug: string;
  next: NextTraining;
  isAdmin: boolean;
}) {
  const t = await words('project');
  const said = nextWords(props.next, await words('project.next'));
  const { slug, next, isAdmin } = props;
  return (
    <Card title={t('nextTraining')}>
      <p className="text-lead font-semibold">{said.title}</p>
      {next.fraction !== null && (
        <div className="my-2">
          <ProgressBar label={t('confirmedChipsForTheNext')} value={next.fraction} />
        </div>
      )}
      <p className="text-caption text-text-2">{said.detail}</p>
      {isAdmin && next.ready && (
        <Button asChild look="primary" className="mt-3">
          <Link href={`/p/${slug}/models`}>{t('retrain')}</Link>
        </Button>
      )}
    </Card>
  );
}
