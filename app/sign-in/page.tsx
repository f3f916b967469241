import { redirect } from 'next/navigation';
import { Entry } from '@/components/account/entry';
import { SignIn } from '@/components/account/sign-in';
import { PersonGuard } from '@/components/shell/person-guard';
import { safePath } from '@/lib/client/safe-path';
import { currentPerson } from '@/lib/server/auth/page';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('signIn');

export default async function SignInPage(props: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const t = await getTranslations('account');
  const asked = (await props.searchParams).next;
  const next = safePath(typeof asked === 'string' ? asked : undefined);
  if (await currentPerson()) redirect(next);
  return (
    <Entry title={t('signIn')}>
      <PersonGuard userId={null} />
      <SignIn next={next} />
      <p className="mt-4 text-caption text-text-3">{t('noAccountYetAnAdmin')}</p>
    </Entry>
  );
}
