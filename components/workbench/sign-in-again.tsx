'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { SignInForm } from '@/components/account/sign-in-form';
import { Dialog } from '@/components/ui/dialog';

/**
 * The session ended while somebody labels: they sign in over the page and go on. Only as the same person: what waits here is
 * theirs, and the server refuses it from anybody else.
 */
export default function SignInAgain(props: { email: string; onDone: () => void }) {
  const t = useTranslations('session.signIn');
  const [open, setOpen] = useState(true);
  if (!open) return null;
  return (
    <Dialog open onOpenChange={setOpen} title={t('title')} description={t('words')}>
      <SignInForm
        person={props.email}
        onDone={() => {
          setOpen(false);
          props.onDone();
        }}
      />
    </Dialog>
  );
}
