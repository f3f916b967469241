'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
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
  const { slug, version, champion, caution, isAdmin } = props;
  const [asking, setAsking] = useState(false);
  const router = useRouter();
  const deploy = useMutation({
    mutationFn: () =>
      api(DeployReply, `/projects/${slug}/models/${version.id}/deploy`, {
        body: { instead: champion?.id ?? null },
      }),
    onSuccess: ({ proposing }) => {
      const more =
        proposing > 0 ? ` A runner looks at ${String(proposing)} chips that wait for review.` : '';
      toast(`${version.name} is deployed: the next chip opened has its proposals.${more}`);
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
  const act = back ? `Roll back to ${version.name}` : `Deploy ${version.name}`;
  if (version.status === 'CHAMPION' || version.status === 'BASE') {
    return (
      <Card title="Deployed">
        <p className="text-text-2">
          {version.name} makes the proposals
          {version.deployedAt !== null && (
            <>
              {' '}
              since <When at={new Date(version.deployedAt)} clock />
            </>
          )}
          {version.deployedBy !== null && `, by ${version.deployedBy}`}. To go back, open an older
          version.
        </p>
      </Card>
    );
  }
  return (
    <Card title="Decision">
      <p className="text-text-2">
        {back
          ? `${version.name} was deployed before and is kept. `
          : `Nobody sees proposals of ${version.name} yet. `}
        {champion ? `${champion.name} is deployed.` : 'No version is deployed.'}
      </p>
      {caution !== null && <p className="mt-2 font-semibold">{caution}</p>}
      {isAdmin ? (
        <Button
          look={caution === null ? 'primary' : 'plain'}
          className="mt-3 w-full"
          onClick={() => {
            setAsking(true);
          }}
        >
          {act}
        </Button>
      ) : (
        <p className="mt-2 text-caption text-text-3">An admin of the project decides.</p>
      )}
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`${act}?`}
        description={`The next chip that anybody opens has the proposals of ${version.name}. Labels stay as they are.${champion ? ` ${champion.name} is kept and can be deployed again.` : ''}`}
        actions={
          <>
            <Button
              onClick={() => {
                setAsking(false);
              }}
            >
              Not now
            </Button>
            <Button
              look="primary"
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
