'use client';
import { signIn } from 'next-auth/react';
import { useState, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { readSignInError } from '@/lib/domain/user/sign-in';

/** The words for each way in which a sign-in fails. */
const WORDS = {
  limited: 'tooManyTries',
  wrong: 'notRight',
  away: 'databaseAway',
  fault: 'signInFailed',
} as const;

const never = () => () => undefined;

/** Email and password of who signs in. `onDone` is called once they are right. */
export function SignInForm(props: {
  /** whose session has ended: nobody else can sign in here */
  person?: string;
  onDone: () => void;
}) {
  const { person } = props;
  const t = useTranslations('account');
  const [email, setEmail] = useState(person ?? '');
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
        props.onDone();
        return;
      }
      const { code, minutes } = readSignInError(reply?.error ?? null);
      setProblem(t(WORDS[code], { minutes }));
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
        readOnly={person !== undefined}
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
