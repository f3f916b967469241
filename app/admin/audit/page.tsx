import { AuditScreen } from '@/components/audit/audit-screen';
import { Page } from '@/components/shell/page';
import { gateOwner } from '@/lib/server/auth/page';
import { listUsers } from '@/lib/server/user/data';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('audit');

export default async function InstanceAuditPage() {
  const person = await gateOwner();
  const t = await getTranslations('audit');
  const users = await listUsers();
  return (
    <Page bar={{ person }} title={t('title')} note={t('noteAll')}>
      <AuditScreen slug={null} people={users.map(({ id, name }) => ({ id, name }))} />
    </Page>
  );
}
