import Link from 'next/link';
import { ArchiveSection } from '@/components/settings/archive-section';
import { ControlForm } from '@/components/settings/control-form';
import { ClassTable } from '@/components/settings/class-table';
import { GridForm } from '@/components/settings/grid-form';
import { InvitationTable, InviteDialog } from '@/components/settings/invitations';
import { LinkTable } from '@/components/links/link-table';
import { NewLinkDialog } from '@/components/links/new-link-dialog';
import { MemberTable } from '@/components/settings/member-table';
import { SeveralPeopleForm } from '@/components/settings/several-people-form';
import { ThresholdForm } from '@/components/settings/threshold-form';
import { DetailsForm } from '@/components/settings/details-form';
import { Columns, Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ReadOnly } from '@/components/ui/read-only';
import { gatePage } from '@/lib/server/auth/page';
import { readFigure } from '@/lib/server/figure/read';
import { listInvitations } from '@/lib/server/invitation/data';
import { listLinks } from '@/lib/server/labelling-link/data';
import { listMembers } from '@/lib/server/member/data';
import { readProject } from '@/lib/server/project/data';
import { deployedVersion } from '@/lib/server/proposal/data';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('settings');

export default async function SettingsPage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'ADMIN');
  const t = await getTranslations('settings');
  const audit = await getTranslations('audit');
  const queue = await getTranslations('queue');
  const links = await getTranslations('links');
  const several = await getTranslations('agreement.settings');
  const [view, members, invitations, labellingLinks, deployed, accuracy] = await Promise.all([
    readProject(project),
    listMembers(project),
    listInvitations(project),
    listLinks(project.projectId),
    deployedVersion(project.projectId),
    readFigure(project, 'proposal-accuracy'),
  ]);
  const { slug } = project;
  return (
    <Page
      bar={{ person, project }}
      title={t('settings')}
      actions={
        <Button asChild>
          <Link href={`/p/${slug}/audit`}>{audit('link')}</Link>
        </Button>
      }
    >
      <Columns
        main={
          <ReadOnly on={project.archived}>
            <Card title={t('classes')} note={t('whatACellCanShow')}>
              <ClassTable slug={slug} classes={view.classes} />
            </Card>
            <Card
              id="people"
              title={t('people')}
              note={t('theOwnerOfThisInstance')}
              actions={<InviteDialog slug={slug} />}
            >
              {members.length === 0 ? (
                <p className="text-text-2">{t('nobodyYetInvitePeopleEach')}</p>
              ) : (
                <MemberTable slug={slug} members={members} me={person.userId} />
              )}
            </Card>
            {invitations.length > 0 && (
              <Card title={t('invitations')}>
                <InvitationTable slug={slug} invitations={invitations} />
              </Card>
            )}
            <Card
              id="links"
              title={links('title')}
              note={links('note')}
              actions={<NewLinkDialog slug={slug} filter={null} />}
            >
              {labellingLinks.length === 0 ? (
                <p className="text-text-2">{links('none')}</p>
              ) : (
                <LinkTable slug={slug} links={labellingLinks} />
              )}
            </Card>
          </ReadOnly>
        }
        side={
          <>
            <ReadOnly on={project.archived}>
              <Card title={t('whatItIs')}>
                <DetailsForm key={view.name + view.rule + view.description} project={view} />
              </Card>
              <Card title={t('proposals')}>
                <ThresholdForm
                  key={String(view.threshold)}
                  slug={slug}
                  threshold={view.threshold}
                  accuracy={accuracy}
                  version={
                    deployed && {
                      name: deployed.name,
                      outputs: deployed.outputs,
                      thresholds: deployed.ownThresholds,
                    }
                  }
                />
              </Card>
              <Card title={queue('share.title')}>
                <ControlForm slug={slug} percent={view.controlPercent} />
              </Card>
              <Card title={several('title')}>
                <SeveralPeopleForm key={JSON.stringify(view)} project={view} />
              </Card>
              <Card title={t('grid')}>
                <GridForm project={view} />
              </Card>
            </ReadOnly>
            <Card id="archive" title={t('archiving.title')}>
              <ArchiveSection project={view} />
            </Card>
          </>
        }
      />
    </Page>
  );
}
