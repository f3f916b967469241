import Link from 'next/link';
import { AcceptInvitation } from '@/components/account/accept-invitation';
import { Entry } from '@/components/account/entry';
import { PersonGuard } from '@/components/shell/person-guard';
import { Button } from '@/components/ui/button';
import { When } from '@/components/ui/when';
import { AppError } from '@/lib/server/app-error';
import { currentPerson } from '@/lib/server/auth/page';
import { findOpenInvitation } from '@/lib/server/invitation/data';
import { getErrorTranslator, pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('invitation', { referrer: 'no-referrer' });

async function findOffer(token: string) {
  try {
    return await findOpenInvitation(token);
  } catch (error) {
    if (error instanceof AppError) return error.text;
    throw error;
  }
}

export default async function InvitePage(props: { params: Promise<{ token: string }> }) {
  const t = await getTranslations('account');
  const { token } = await props.params;
  const [offer, person] = await Promise.all([findOffer(token), currentPerson()]);
  if ('key' in offer) {
    const describe = await getErrorTranslator();
    return (
      <Entry title={t('thisInvitationDoesNotWork')} note={describe(offer)}>
        <Button asChild>
          <Link href="/">{person ? t('myProjects') : t('signIn')}</Link>
        </Button>
      </Entry>
    );
  }
  const roles = await getTranslations('common.roles');
  return (
    <Entry
      title={t('joinName', { name: offer.project.name })}
      note={
        <>
          {t.rich('youAreInvitedAsName', {
            name: roles(`${offer.role}.noun`),
            can: roles(`${offer.role}.can`),
            when: () => <When at={offer.expiresAt} clock />,
          })}
        </>
      }
    >
      <PersonGuard userId={person?.userId ?? null} />
      <AcceptInvitation
        token={token}
        projectName={offer.project.name}
        signedInAs={person?.email ?? null}
      />
    </Entry>
  );
}
