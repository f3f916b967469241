'use client';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { NewPasswordField } from '@/components/account/new-password-field';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { MIN_PASSWORD } from '@/lib/domain/user/schema';

const EMPTY = { current: '', next: '', again: '' };

/** The person's own password. With `oneTime` it is the first step after a sign-in with a one-time password. */
export function PasswordForm({ email, oneTime }: { email: string; oneTime: boolean }) {
  const t = useTranslations('account');
  const [values, setValues] = useState(EMPTY);
  const [differs, setDiffers] = useState(false);
  const change = useSubmit(async () => {
    const { current, next } = values;
    await api(z.void(), '/me/password', { body: { current, next } });
    if (oneTime) {
      // a full load: every page opens to the person from now on
      window.location.assign('/');
      return;
    }
    toast(t('yourPasswordIsChangedAll'));
    setValues(EMPTY);
  }, ['current', 'next']);
  const put = (part: Partial<typeof values>) => {
    setValues({ ...values, ...part });
    setDiffers(false);
  };
  return (
    <form
      // a submit before the page has loaded its script must never write a password into the address
      method="post"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setDiffers(values.next !== values.again);
        if (values.next === values.again) void change.run();
      }}
    >
      {/* password managers need to know whose password it is */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextField
        label={oneTime ? t('oneTimePassword') : t('currentPassword')}
        type="password"
        autoComplete="current-password"
        required
        value={values.current}
        error={change.field('current')}
        onChange={(event) => put({ current: event.target.value })}
      />
      <NewPasswordField
        label={t('newPassword')}
        hint={t('passwordLength', { least: MIN_PASSWORD })}
        value={values.next}
        error={change.field('next')}
        onValue={(next) => put({ next })}
      />
      <NewPasswordField
        label={t('newPasswordAgain')}
        value={values.again}
        error={differs ? t('notTheSame') : undefined}
        onValue={(again) => put({ again })}
      />
      {!oneTime && <p className="text-caption text-text-3">{t('passwordEndsTokens')}</p>}
      {change.problem !== null && <Notice variant="bad">{change.problem}</Notice>}
      <Button
        type="submit"
        variant={oneTime ? 'primary' : 'plain'}
        className="self-start"
        busy={change.busy}
      >
        {t('changePassword')}
      </Button>
    </form>
  );
}
