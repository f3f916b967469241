import type { Metadata } from 'next';
import Link from 'next/link';
import { AcceptInvitation } from '@/components/account/accept-invitation';
import { Entry } from '@/components/account/entry';
import { Button } from '@/components/ui/button';
import { When } from '@/components/ui/when';
import { AppError } from '@/lib/core/app-error';
import { ROLE_WORDS } from '@/lib/domain/member/schema';
import { currentPerson } from '@/lib/server/auth/page';
import { findOpenInvitation } from '@/lib/server/invitation/data';

export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' };

async function findOffer(token: string) {
  try {
    return await findOpenInvitation(token);
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

export default async function InvitePage(props: { params: Promise<{ token: string }> }) {
  const { token } = await props.params;
  const [offer, person] = await Promise.all([findOffer(token), currentPerson()]);
  if (typeof offer === 'string') {
    return (
      <Entry title="This invitation does not work" note={offer}>
        <Button asChild>
          <Link href="/">{person ? 'My projects' : 'Sign in'}</Link>
        </Button>
      </Entry>
    );
  }
  const { name, can } = ROLE_WORDS[offer.role];
  return (
    <Entry
      title={`Join ${offer.project.name}`}
      note={
        <>
          You are invited as {name.toLowerCase()}: {can}. The link works once, until{' '}
          <When at={offer.expiresAt} clock />.
        </>
      }
    >
      <AcceptInvitation
        token={token}
        projectName={offer.project.name}
        signedInAs={person?.email ?? null}
      />
    </Entry>
  );
}
