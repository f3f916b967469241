import type { Metadata } from 'next';
import { ReviewList } from '@/components/review/review-list';
import { Page } from '@/components/shell/page';
import { gatePage } from '@/lib/server/auth/page';
import { readProject } from '@/lib/server/project/data';

export const metadata: Metadata = { title: 'Review' };

export default async function ReviewPage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'REVIEWER');
  const { classes } = await readProject(project);
  return (
    <div data-theme="dark" className="contents">
      <Page
        bar={{ person, project }}
        title="Review"
        note="Only what is confirmed here trains a model or leaves in an export"
      >
        <ReviewList slug={project.slug} classes={classes} />
      </Page>
    </div>
  );
}
