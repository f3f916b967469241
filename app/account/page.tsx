import type { Metadata } from 'next';
import { NameForm } from '@/components/account/name-form';
import { PasswordForm } from '@/components/account/password-form';
import { TokenDialog } from '@/components/account/token-dialog';
import { TokenTable } from '@/components/account/token-table';
import { Columns, Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { gatePerson } from '@/lib/server/auth/page';
import { listTokens } from '@/lib/server/token/data';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  const person = await gatePerson({ oneTimePassword: true });
  const { email, name, isOwner, mustChangePassword } = person;
  const password = (
    <Card title="Password" id="password">
      <PasswordForm email={email} oneTime={mustChangePassword} />
    </Card>
  );
  if (mustChangePassword) {
    return (
      <Page bar={{ person }} title={`Welcome, ${name}`}>
        <div className="flex max-w-md flex-col gap-4">
          <Notice>
            You signed in with a one-time password. Choose your own now; then everything opens.
          </Notice>
          {password}
        </div>
      </Page>
    );
  }
  const tokens = await listTokens(person.userId, false);
  return (
    <Page bar={{ person }} title="Account" note={email}>
      <Columns
        main={
          <Card
            title="Tokens"
            note="for scripts and the command line"
            actions={<TokenDialog machine={false} isOwner={isOwner} />}
          >
            {tokens.length === 0 ? (
              <p className="text-text-2">
                None yet. A token lets a script do in your name what you do in these pages, through
                the same API. Make one, then run <code>npx quadrat login</code>.
              </p>
            ) : (
              <TokenTable tokens={tokens} />
            )}
          </Card>
        }
        side={
          <>
            <Card title="You">
              <NameForm name={name} email={email} />
            </Card>
            {password}
          </>
        }
      />
    </Page>
  );
}
