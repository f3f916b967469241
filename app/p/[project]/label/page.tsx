import { LabelScreen } from '@/components/label/label-screen';
import { gatePage } from '@/lib/server/auth/page';
import { readLabelProject } from '@/lib/server/label/project';
import { preferenceOf } from '@/lib/server/queue/preference/data';
import { pageMetadata } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('label');

export default async function LabelPage(props: { params: Promise<{ project: string }> }) {
  const { person, project } = await gatePage((await props.params).project, 'LABELER');
  return (
    <LabelScreen
      person={person}
      {...await readLabelProject(project)}
      wanted={await preferenceOf(project.projectId, person.userId)}
      start={null}
      list={null}
      commentsAt={null}
    />
  );
}
