import type { Metadata } from 'next';
import { TokenDialog } from '@/components/account/token-dialog';
import { TokenTable } from '@/components/account/token-table';
import { JobsTable } from '@/components/admin/jobs-table';
import { PeopleTable } from '@/components/admin/people-table';
import { NewPersonDialog } from '@/components/admin/person-dialogs';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { listInstanceJobs } from '@/lib/server/admin/data';
import { gateOwner } from '@/lib/server/auth/page';
import { listTokens } from '@/lib/server/token/data';
import { listUsers } from '@/lib/server/user/data';

export const metadata: Metadata = { title: 'Administration' };

export default async function AdminPage() {
  const person = await gateOwner();
  const [users, tokens, jobs] = await Promise.all([
    listUsers(),
    listTokens(person.userId, true),
    listInstanceJobs(50),
  ]);
  const machines = tokens.filter((token) => token.machine);
  return (
    <Page
      bar={{ person }}
      title="Administration"
      note="People, machines and jobs of this instance. Only its owner sees this page."
    >
      <div className="flex flex-col gap-4">
        <Card title="People" note={`n ${String(users.length)}`} actions={<NewPersonDialog />}>
          <PeopleTable users={users} me={person.userId} />
        </Card>
        <Card
          title="Machine tokens"
          note="a runner works with one"
          actions={<TokenDialog machine isOwner />}
        >
          {machines.length === 0 ? (
            <p className="text-text-2">
              None. Training jobs wait until a runner comes: make a token and start{' '}
              <code>quadrat-runner</code> with it on a machine with Python.
            </p>
          ) : (
            <TokenTable tokens={machines} />
          )}
        </Card>
        <Card title="Jobs" note="the latest 50 of all projects">
          {jobs.length === 0 ? (
            <p className="text-text-2">
              None yet. Importing a picture, exporting and training each make one.
            </p>
          ) : (
            <JobsTable jobs={jobs} />
          )}
        </Card>
      </div>
    </Page>
  );
}
