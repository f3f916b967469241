'use client';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { NewPasswordField } from '@/components/account/new-password-field';
import { leaveBrowser } from '@/components/shell/leave-browser';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { AcceptanceReply } from '@/lib/domain/invitation/schema';
import { MIN_PASSWORD } from '@/lib/domain/user/schema';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';

interface Props {
  token: string;
  projectName: string;
  /** the signed-in person's email, or null */
  signedInAs: string | null;
}

async function accept(token: string, body: object): Promise<void> {
  const path = `/invitations/${encodeURIComponent(token)}`;
  const { project } = await api(AcceptanceReply, path, { body });
  window.location.assign(`/p/${project.slug}`);
}

/** Takes an invitation: one click for who is signed in, a new account for others. */
export function AcceptInvitation({ token, projectName, signedInAs }: Props) {
  return signedInAs === null ? (
    <NewAccount token={token} />
  ) : (
    <Join token={token} projectName={projectName} email={signedInAs} />
  );
}

function Join({
  token,
  projectName,
  email,
}: {
  token: string;
  projectName: string;
  email: string;
}) {
  const t = useTranslations('account');
  const join = useSubmit(() => accept(token, {}));
  const other = useSubmit(async () => {
    await leaveBrowser();
    window.location.reload();
  });
  return (
    <div className="flex flex-col gap-3">
      <p className="text-text-2">{t('youAreSignedInAs', { email })}</p>
      {join.problem !== null && <Notice variant="bad">{join.problem}</Notice>}
      <Button variant="primary" busy={join.busy} onClick={() => void join.run()}>
        {t('joinProjectName', { projectName })}
      </Button>
      {other.problem !== null && <Notice variant="bad">{other.problem}</Notice>}
      <Button busy={other.busy} onClick={() => void other.run()}>
        {t('notYou')}
      </Button>
    </div>
  );
}

function NewAccount({ token }: { token: string }) {
  const t = useTranslations('account');
  const [account, setAccount] = useState({ name: '', email: '', password: '' });
  const make = useSubmit(() => accept(token, { account }), ['account']);
  const put = (change: Partial<typeof account>) => setAccount({ ...account, ...change });
  return (
    <form
      // a submit before the page has loaded its script must never write a password into the address
      method="post"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void make.run();
      }}
    >
      <TextField
        label={t('yourName')}
        name="name"
        autoComplete="name"
        required
        value={account.name}
        error={make.field('account.name')}
        onChange={(event) => put({ name: event.target.value })}
      />
      <TextField
        label={t('email')}
        type="email"
        name="email"
        autoComplete="username"
        required
        value={account.email}
        error={make.field('account.email')}
        onChange={(event) => put({ email: event.target.value })}
      />
      <NewPasswordField
        label={t('password')}
        hint={t('passwordAdvice', { least: MIN_PASSWORD })}
        value={account.password}
        error={make.field('account.password')}
        onValue={(password) => put({ password })}
      />
      {make.problem !== null && <Notice variant="bad">{make.problem}</Notice>}
      <Button type="submit" variant="primary" busy={make.busy} className="mt-1">
        {t('makeMyAccountAndJoin')}
      </Button>
      <p className="text-caption text-text-3">
        {t.rich('alreadyHaveOneSignIn', {
          link: (chunks) => (
            <Link className="text-accent underline" href={`/sign-in?next=/invite/${token}`}>
              {chunks}
            </Link>
          ),
        })}
      </p>
    </form>
  );
}
