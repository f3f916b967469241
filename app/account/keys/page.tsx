import { KeysSettings } from '@/components/commands/keys-settings';
import { Page } from '@/components/shell/page';
import { gatePerson } from '@/lib/server/auth/page';
import { getTranslations } from '@/lib/i18n/server';

export async function generateMetadata() {
  const t = await getTranslations('keys');
  return { title: t('page.title') };
}

export default async function KeysPage() {
  const person = await gatePerson();
  const t = await getTranslations('keys');
  return (
    <Page bar={{ person }} title={t('page.title')} note={t('page.note')}>
      <KeysSettings />
    </Page>
  );
}
