'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { When } from '@/components/ui/when';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
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
    declinedAt: string | null;
  };
  /** the version that is deployed now */
  deployed: { id: string; name: string } | null;
  /** what to think of first */
  caution: string | null;
  isAdmin: boolean;
}) {
  const t = useTranslations('models');
  const { slug, version, deployed, caution, isAdmin } = props;
  const [asking, setAsking] = useState(false);
  const router = useRouter();
  const deploy = useSubmit(async () => {
    const path = `/projects/${slug}/models/${version.id}/deploy`;
    try {
      const body = { instead: deployed?.id ?? null };
      const { proposing } = await api(DeployReply, path, { body });
      toast(
        proposing > 0
          ? t('deployedProposing', { name: version.name, count: proposing })
          : t('deployedNow', { name: version.name }),
      );
      setAsking(false);
    } finally {
      // where another version was deployed meanwhile, the question is to name that one
      router.refresh();
    }
  });
  const declined = version.declinedAt !== null;
  const back = version.status === 'RETIRED';
  const act = back
    ? t('rollBackToName', { name: version.name })
    : t('deployName', { name: version.name });
  if (version.status === 'DEPLOYED' || version.status === 'BASE') {
    return <Deployed version={version} />;
  }
  return (
    <Card title={t('decision')}>
      <p className="text-text-2">
        {back ? t('wasDeployed', { name: version.name }) : t('nobodySees', { name: version.name })}{' '}
        {deployed ? t('nameIsDeployed', { name: deployed.name }) : t('noVersionIsDeployed')}
      </p>
      {declined && <p className="mt-2">{t('decline.was', { name: version.name })}</p>}
      {caution !== null && <p className="mt-2 font-semibold">{caution}</p>}
      {isAdmin ? (
        <>
          <Button
            variant={caution === null && !declined ? 'primary' : 'plain'}
            className="mt-3 w-full"
            onClick={() => {
              setAsking(true);
            }}
          >
            {act}
          </Button>
          {!back && <Decline {...{ slug, version, deployed }} />}
        </>
      ) : (
        <p className="mt-2 text-caption text-text-3">{t('anAdminOfTheProject')}</p>
      )}
      {asking && (
        <ConfirmDialog
          title={`${act}?`}
          description={[
            t('deployMeans', { name: version.name }),
            deployed ? t('staysKept', { name: deployed.name }) : '',
          ].join(' ')}
          confirm={act}
          cancel={t('notNow')}
          variant="primary"
          action={deploy}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </Card>
  );
}

/** Keeps the deployed version instead of a candidate, or takes that back. */
function Decline(props: {
  slug: string;
  version: { id: string; declinedAt: string | null };
  deployed: { name: string } | null;
}) {
  const { slug, version, deployed } = props;
  const t = useTranslations('models.decline');
  const router = useRouter();
  const declined = version.declinedAt !== null;
  const decline = useSubmit(async () => {
    const path = `/projects/${slug}/models/${version.id}/decision`;
    await api(z.void(), path, { method: 'PUT', body: { declined: !declined } });
    router.refresh();
  });
  return (
    <>
      <Button className="mt-2 w-full" busy={decline.busy} onClick={() => void decline.run()}>
        {declined ? t('undo') : t('keep', { deployed: deployed?.name ?? 'none' })}
      </Button>
      {decline.problem !== null && <Notice variant="bad">{decline.problem}</Notice>}
    </>
  );
}

/** Since when the version makes the proposals, and by whose word. */
function Deployed({
  version,
}: {
  version: { name: string; deployedAt: string | null; deployedBy: string | null };
}) {
  const t = useTranslations('models');
  return (
    <Card title={t('deployed')}>
      <p className="text-text-2">
        {t.rich('makesProposals', {
          name: version.name,
          since: version.deployedAt ?? 'none',
          known: version.deployedBy === null ? 'no' : 'yes',
          by: version.deployedBy ?? '',
          when: () => <When at={new Date(version.deployedAt ?? 0)} clock />,
        })}
      </p>
    </Card>
  );
}
