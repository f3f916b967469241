import { CommentedList } from '@/components/comment/commented-list';
import { Page } from '@/components/shell/page';
import { CommentQuery } from '@/lib/domain/comment/schema';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';
import { gatePage } from '@/lib/server/auth/page';

export const generateMetadata = pageMetadata('comments');

export default async function CommentsPage(props: {
  params: Promise<{ project: string }>;
  searchParams: Promise<{ list?: string | string[] }>;
}) {
  const { person, project } = await gatePage((await props.params).project, 'LABELER');
  const t = await getTranslations('comments.lists');
  const wanted = CommentQuery.shape.list.safeParse((await props.searchParams).list);
  return (
    <Page bar={{ person, project }} title={t('title')} note={t('note')}>
      <CommentedList
        slug={project.slug}
        role={project.role}
        list={wanted.success ? wanted.data : 'open'}
      />
    </Page>
  );
}
