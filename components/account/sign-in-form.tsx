'use client';
import { signIn } from 'next-auth/react';
import { useState, useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';

/** What next-auth's error means for the person. */
function words(error: string): string {
  const seconds = /^RateLimited:(\d+)$/.exec(error)?.[1];
  if (seconds !== undefined) {
    const minutes = Math.ceil(Number(seconds) / 60);
    return `Too many wrong tries. Try again in ${String(minutes)} min; until then even the right password is refused.`;
  }
  return error === 'CredentialsSignin'
    ? 'Email or password is not right. Both must be as on your account.'
    : 'Signing in did not work. Try again in a moment.';
}

const never = () => () => undefined;

/** Email and password; goes on to `next` when they are right. */
export function SignInForm({ next }: { next: string }) {
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
      setProblem(words(reply?.error ?? ''));
    } catch {
      setProblem('The server cannot be reached. Nothing was sent.');
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
        label="Email"
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {problem !== null && <Notice look="bad">{problem}</Notice>}
      <Button type="submit" look="primary" busy={busy || !loaded} className="mt-1">
        {busy ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  );
}
