import { AuditScreen } from '@/components/audit/audit-screen';
import { Page } from '@/components/shell/page';
import { gatePage } from '@/lib/server/auth/page';
import { listMembers } from '@/lib/server/member/data';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('audit');

export default async function ProjectAuditPage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'ADMIN');
  const t = await getTranslations('audit');
  const members = await listMembers(project);
  return (
    <Page bar={{ person, project }} title={t('title')} note={t('noteProject')}>
      <AuditScreen
        slug={project.slug}
        people={members.map(({ userId, name }) => ({ id: userId, name }))}
      />
    </Page>
  );
}
