'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Secret } from '@/components/account/secret';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { UserReply } from '@/lib/domain/user/schema';
import type { UserView } from '@/lib/domain/user/schema';

/** Makes an account; its one-time password is shown once. */
export function NewPersonDialog() {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [person, setPerson] = useState({ name: '', email: '' });
  const [password, setPassword] = useState<string | null>(null);
  const make = useSubmit(async () => {
    setPassword((await api(UserReply, '/users', { body: person })).oneTimePassword);
    router.refresh();
  });
  function show(next: boolean): void {
    setOpen(next);
    setPerson({ name: '', email: '' });
    setPassword(null);
    make.clear();
  }
  return (
    <>
      <Button size="small" onClick={() => show(true)}>
        New person
      </Button>
      <Dialog
        open={open}
        onOpenChange={show}
        title="New person"
        description="They sign in with the one-time password that you hand over, and choose their own."
        {...(password === null
          ? {}
          : { actions: <Button onClick={() => show(false)}>Done</Button> })}
      >
        {password === null ? (
          <form
            className="flex flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              void make.run();
            }}
          >
            <TextField
              label="Name"
              required
              maxLength={80}
              value={person.name}
              error={make.field('name')}
              onChange={(event) => setPerson({ ...person, name: event.target.value })}
            />
            <TextField
              label="Email"
              type="email"
              required
              value={person.email}
              error={make.field('email')}
              onChange={(event) => setPerson({ ...person, email: event.target.value })}
            />
            {make.problem !== null && <Notice look="bad">{make.problem}</Notice>}
            <Button type="submit" look="primary" className="self-end" busy={make.busy}>
              Make account
            </Button>
          </form>
        ) : (
          <Secret label={`One-time password of ${person.name}`} value={password} />
        )}
      </Dialog>
    </>
  );
}

/** A new one-time password for somebody who lost theirs. */
export function ResetPasswordDialog({ user, onClose }: { user: UserView; onClose: () => void }) {
  const router = useRouter();
  const [password, setPassword] = useState<string | null>(null);
  const reset = useSubmit(async () => {
    const path = `/users/${user.id}`;
    const reply = await api(UserReply, path, { method: 'PATCH', body: { resetPassword: true } });
    setPassword(reply.oneTimePassword);
    router.refresh();
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Reset the password of ${user.name}?`}
      description="They are signed out everywhere and get a one-time password."
      actions={
        password === null ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" busy={reset.busy} onClick={() => void reset.run()}>
              Reset password
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>Done</Button>
        )
      }
    >
      {password !== null && <Secret label="One-time password" value={password} />}
      {reset.problem !== null && <Notice look="bad">{reset.problem}</Notice>}
    </Dialog>
  );
}

/** Disables an account, or enables it again. */
export function DisableDialog({ user, onClose }: { user: UserView; onClose: () => void }) {
  const router = useRouter();
  const enables = user.disabledAt !== null;
  const change = useSubmit(async () => {
    const path = `/users/${user.id}`;
    await api(UserReply, path, { method: 'PATCH', body: { disabled: !enables } });
    onClose();
    router.refresh();
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`${enables ? 'Enable' : 'Disable'} the account of ${user.name}?`}
      description={
        enables
          ? 'They can sign in again with their password. Tokens that they had stay revoked.'
          : 'They are signed out everywhere and their tokens are revoked. Their labels stay.'
      }
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look={enables ? 'primary' : 'danger'}
            busy={change.busy}
            onClick={() => void change.run()}
          >
            {enables ? 'Enable' : 'Disable'}
          </Button>
        </>
      }
    >
      {change.problem !== null && <Notice look="bad">{change.problem}</Notice>}
    </Dialog>
  );
}
