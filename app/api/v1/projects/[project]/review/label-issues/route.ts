import { LabelIssueQuery, LabelIssueVerdict } from '@/lib/domain/label-issue/schema';
import { inProject, route } from '@/lib/server/http/route';
import { listLabelIssues } from '@/lib/server/label-issue/list';
import { keepLabels } from '@/lib/server/label-issue/verdict';

export const GET = route(
  { access: inProject('REVIEWER', 'read'), query: LabelIssueQuery },
  ({ project, query }) => listLabelIssues(project, query),
);

export const PATCH = route(
  { access: inProject('REVIEWER', 'review'), body: LabelIssueVerdict },
  ({ project, actor, body }) => keepLabels(project, actor, body),
);
