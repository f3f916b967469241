'use client';
import { signIn } from 'next-auth/react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';

/**
 * The session ended while somebody labels: they sign in over the page and go on. Only as the same person: what waits here is
 * theirs, and the server refuses it from anybody else.
 */
export default function SignInAgain(props: { email: string; onDone: () => void }) {
  const { email } = props;
  const t = useTranslations('session');
  const [open, setOpen] = useState(true);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const reply = await signIn('credentials', { email, password, redirect: false });
      if (reply?.ok) {
        setOpen(false);
        props.onDone();
      } else setProblem(t('sign-in.wrong'));
    } catch {
      setProblem(t('sign-in.unreachable'));
    }
    setBusy(false);
  }

  if (!open) return null;
  return (
    <Dialog open onOpenChange={setOpen} title={t('sign-in.title')} description={t('sign-in.words')}>
      <form
        // never a password in an address
        method="post"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField label={t('sign-in.email')} type="email" name="email" value={email} readOnly />
        <TextField
          label={t('sign-in.password')}
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {problem !== null && <Notice variant="bad">{problem}</Notice>}
        <Button type="submit" variant="primary" busy={busy}>
          {t('sign-in.act')}
        </Button>
      </form>
    </Dialog>
  );
}
