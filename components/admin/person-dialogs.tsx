'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Secret } from '@/components/account/secret';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitForm } from '@/components/ui/submit-form';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { UserReply } from '@/lib/domain/user/schema';
import type { UserView } from '@/lib/domain/user/schema';

/** Makes an account; its one-time password is shown once. */
export function NewPersonDialog() {
  const t = useTranslations('admin');
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [person, setPerson] = useState({ name: '', email: '' });
  const [password, setPassword] = useState<string | null>(null);
  const make = useSubmit(async () => {
    setPassword((await api(UserReply, '/users', { body: person })).oneTimePassword);
    router.refresh();
  }, ['name', 'email']);
  function show(next: boolean): void {
    setOpen(next);
    setPerson({ name: '', email: '' });
    setPassword(null);
    make.clear();
  }
  return (
    <>
      <Button size="small" onClick={() => show(true)}>
        {t('newPerson')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={show}
        title={t('newPerson')}
        description={t('theySignInWithThe')}
        {...(password === null
          ? {}
          : { actions: <Button onClick={() => show(false)}>{t('done')}</Button> })}
      >
        {password === null ? (
          <SubmitForm action={make} label={t('makeAccount')} inDialog>
            <TextField
              label={t('name')}
              required
              maxLength={80}
              value={person.name}
              error={make.field('name')}
              onChange={(event) => setPerson({ ...person, name: event.target.value })}
            />
            <TextField
              label={t('email')}
              type="email"
              required
              value={person.email}
              error={make.field('email')}
              onChange={(event) => setPerson({ ...person, email: event.target.value })}
            />
          </SubmitForm>
        ) : (
          <Secret label={t('oneTimePasswordOfName', { name: person.name })} value={password} />
        )}
      </Dialog>
    </>
  );
}

/** A new one-time password for somebody who lost theirs. */
export function ResetPasswordDialog({ user, onClose }: { user: UserView; onClose: () => void }) {
  const t = useTranslations('admin');
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
      title={t('resetThePasswordOfName', { name: user.name })}
      description={t('theyAreSignedOutEverywhere')}
      actions={
        password === null ? (
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" busy={reset.busy} onClick={() => void reset.run()}>
              {t('resetPassword')}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>{t('done')}</Button>
        )
      }
    >
      {password !== null && <Secret label={t('oneTimePassword2')} value={password} />}
      {reset.problem !== null && <Notice variant="bad">{reset.problem}</Notice>}
    </Dialog>
  );
}

/** Disables an account, or enables it again. */
export function DisableDialog({ user, onClose }: { user: UserView; onClose: () => void }) {
  const t = useTranslations('admin');
  const router = useRouter();
  const enables = user.disabledAt !== null;
  const change = useSubmit(async () => {
    const path = `/users/${user.id}`;
    await api(UserReply, path, { method: 'PATCH', body: { disabled: !enables } });
    onClose();
    router.refresh();
  });
  return (
    <ConfirmDialog
      title={t(enables ? 'enableTheAccount' : 'disableTheAccount', { name: user.name })}
      description={enables ? t('theyCanSignInAgain') : t('theyAreSignedOutEverywhere2')}
      confirm={enables ? t('enable') : t('disable')}
      cancel={t('cancel')}
      variant={enables ? 'primary' : 'danger'}
      action={change}
      onClose={onClose}
    />
  );
}
