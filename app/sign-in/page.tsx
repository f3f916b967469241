import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Entry } from '@/components/account/entry';
import { SignInForm } from '@/components/account/sign-in-form';
import { safePath } from '@/lib/client/safe-path';
import { currentPerson } from '@/lib/server/auth/page';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage(props: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const asked = (await props.searchParams).next;
  const next = safePath(typeof asked === 'string' ? asked : undefined);
  if (await currentPerson()) redirect(next);
  return (
    <Entry title="Sign in">
      <SignInForm next={next} />
      <p className="mt-4 text-caption text-text-3">
        No account yet? An admin of your project sends you an invitation link. A lost password is
        reset by the owner of this instance.
      </p>
    </Entry>
  );
}
