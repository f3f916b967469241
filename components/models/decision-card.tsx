'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { When } from '@/components/ui/when';
import { api } from '@/lib/client/api';
import { DeployReply } from '@/lib/domain/model/schema';
import type { VersionStatus } from '@/lib/domain/model/schema';

/** Whether people see this version's proposals; for admins the button that decides it. */
export function DecisionCard(props: {
  slug: string;
  version: {
    id: string;
    number: number;
    name: string;
    status: VersionStatus;
    deployedAt: string | null;
    deployedBy: string | null;
  };
  /** the version that is deployed now */
  champion: { id: string; name: string } | null;
  /** what to think of first */
  caution: string | null;
  isAdmin: boolean;
}) {
  const t = useTranslations('models');
  const { slug, version, champion, caution, isAdmin } = props;
  const [asking, setAsking] = useState(false);
  const router = useRouter();
  const deploy = useMutation({
    mutationFn: () =>
      api(DeployReply, `/projects/${slug}/models/${version.id}/deploy`, {
        body: { instead: champion?.id ?? null },
      }),
    onSuccess: ({ proposing }) => {
      toast(
        proposing > 0
          ? t('deployedProposing', { name: version.name, count: proposing })
          : t('deployedNow', { name: version.name }),
      );
      setAsking(false);
      router.refresh();
    },
    onError: (error) => {
      toast.error(error.message);
      setAsking(false);
      router.refresh();
    },
  });
  const back = version.status === 'RETIRED';
  const act = back
    ? t('rollBackToName', { name: version.name })
    : t('deployName', { name: version.name });
  if (version.status === 'CHAMPION' || version.status === 'BASE') {
    return (
      <Card title={t('deployed')}>
        <p className="text-text-2">
          {t.rich('makesProposals', {
            name: version.name,
            since: version.deployedAt ?? 'none',
            by: version.deployedBy ?? 'none',
            when: () => <When at={new Date(version.deployedAt ?? 0)} clock />,
          })}
        </p>
      </Card>
    );
  }
  return (
    <Card title={t('decision')}>
      <p className="text-text-2">
        {back ? t('wasDeployed', { name: version.name }) : t('nobodySees', { name: version.name })}{' '}
        {champion ? t('nameIsDeployed', { name: champion.name }) : t('noVersionIsDeployed')}
      </p>
      {caution !== null && <p className="mt-2 font-semibold">{caution}</p>}
      {isAdmin ? (
        <Button
          variant={caution === null ? 'primary' : 'plain'}
          className="mt-3 w-full"
          onClick={() => {
            setAsking(true);
          }}
        >
          {act}
        </Button>
      ) : (
        <p className="mt-2 text-caption text-text-3">{t('anAdminOfTheProject')}</p>
      )}
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`${act}?`}
        description={[
          t('deployMeans', { name: version.name }),
          champion ? t('staysKept', { name: champion.name }) : '',
        ].join(' ')}
        actions={
          <>
            <Button
              onClick={() => {
                setAsking(false);
              }}
            >
              {t('notNow')}
            </Button>
            <Button
              variant="primary"
              busy={deploy.isPending}
              onClick={() => {
                deploy.mutate();
              }}
            >
              {act}
            </Button>
          </>
        }
      />
    </Card>
  );
}
