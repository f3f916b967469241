'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { TextField } from '@/components/ui/field';
import { SubmitForm } from '@/components/ui/submit-form';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { Me } from '@/lib/domain/user/schema';

/** The person's own name. */
export function NameForm({ name, email }: { name: string; email: string }) {
  const t = useTranslations('account');
  const router = useRouter();
  const [value, setValue] = useState(name);
  const save = useSubmit(async () => {
    await api(Me, '/me', { method: 'PATCH', body: { name: value } });
    toast(t('yourNameIsSaved'));
    router.refresh();
  }, ['name']);
  return (
    <SubmitForm action={save} label={t('save')} disabled={value === name}>
      <TextField
        label={t('name')}
        autoComplete="name"
        required
        maxLength={80}
        value={value}
        error={save.field('name')}
        onChange={(event) => setValue(event.target.value)}
      />
      <TextField
        label={t('email')}
        type="email"
        value={email}
        disabled
        readOnly
        hint={t('youSignInWithIt')}
      />
    </SubmitForm>
  );
}
