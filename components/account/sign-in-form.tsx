'use client';
import { signIn } from 'next-auth/react';
import { useState, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';

/** What next-auth's error means for the person, as a key with its minutes. */
function describeError(error: string) {
  const seconds = /^RateLimited:(\d+)$/.exec(error)?.[1];
  if (seconds !== undefined) {
    return { key: 'tooManyTries', values: { minutes: Math.ceil(Number(seconds) / 60) } } as const;
  }
  return { key: error === 'CredentialsSignin' ? 'notRight' : 'signInFailed' } as const;
}

const never = () => () => undefined;

/** Email and password; goes on to `next` when they are right. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('account');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // until the page's script runs, nothing would take the form's submit
  const loaded = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

  async function submit(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const reply = await signIn('credentials', { email, password, redirect: false });
      if (reply?.ok) {
        // a full load: everything on the next page is read as the person
        window.location.assign(next);
        return;
      }
      const described = describeError(reply?.error ?? '');
      setProblem(t(described.key, described.values));
    } catch {
      setProblem(t('theServerCannotBeReached'));
    }
    setBusy(false);
  }

  return (
    <form
      // a submit before the page has loaded its script must never write a password into the address
      method="post"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField
        label={t('email')}
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label={t('password')}
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {problem !== null && <Notice variant="bad">{problem}</Notice>}
      <Button type="submit" variant="primary" busy={busy || !loaded} className="mt-1">
        {busy ? t('signingIn') : t('signIn')}
      </Button>
    </form>
  );
}
