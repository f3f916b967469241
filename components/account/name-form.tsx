'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
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
  });
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run();
      }}
    >
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
      {save.problem !== null && <Notice variant="bad">{save.problem}</Notice>}
      <Button type="submit" className="self-start" busy={save.busy} disabled={value === name}>
        {t('save')}
      </Button>
    </form>
  );
}
