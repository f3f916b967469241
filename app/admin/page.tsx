import Link from 'next/link';
import { TokenDialog } from '@/components/account/token-dialog';
import { TokenTable } from '@/components/account/token-table';
import { JobsTable } from '@/components/admin/jobs-table';
import { PeopleTable } from '@/components/admin/people-table';
import { NewPersonDialog } from '@/components/admin/person-dialogs';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { listInstanceJobs } from '@/lib/server/admin/data';
import { gateOwner } from '@/lib/server/auth/page';
import { listTokens } from '@/lib/server/token/data';
import { listUsers } from '@/lib/server/user/data';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('administration');

export default async function AdminPage() {
  const person = await gateOwner();
  const t = await getTranslations('admin');
  const audit = await getTranslations('audit');
  const [users, tokens, jobs] = await Promise.all([
    listUsers(),
    listTokens(person.userId, true),
    listInstanceJobs(50),
  ]);
  const machines = tokens.filter((token) => token.machine);
  return (
    <Page
      bar={{ person }}
      title={t('administration')}
      note={t('peopleMachinesAndJobsOf')}
      actions={
        <Button asChild>
          <Link href="/admin/audit">{audit('link')}</Link>
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Card title={t('people')} note={`n ${String(users.length)}`} actions={<NewPersonDialog />}>
          <PeopleTable users={users} me={person.userId} />
        </Card>
        <Card
          title={t('machineTokens')}
          note={t('aRunnerWorksWithOne')}
          actions={<TokenDialog machine isOwner />}
        >
          {machines.length === 0 ? (
            <p className="text-text-2">
              {t.rich('noneTrainingJobsWaitUntil', { code: (chunks) => <code>{chunks}</code> })}
            </p>
          ) : (
            <TokenTable tokens={machines} />
          )}
        </Card>
        <Card title={t('jobs')} note={t('theLatest50OfAll')}>
          {jobs.length === 0 ? (
            <p className="text-text-2">{t('noneYetImportingAPicture')}</p>
          ) : (
            <JobsTable jobs={jobs} />
          )}
        </Card>
      </div>
    </Page>
  );
}
