'use client';
import { SignInForm } from '@/components/account/sign-in-form';

/** Signs in and goes on to `next`. */
export function SignIn({ next }: { next: string }) {
  return (
    <SignInForm
      onDone={() => {
        // a full load: everything on the next page is read as the person
        window.location.assign(next);
      }}
    />
  );
}
