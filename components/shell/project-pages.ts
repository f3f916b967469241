import type { Messages } from '@/lib/i18n/messages-en';

export type ProjectRole = 'LABELER' | 'REVIEWER' | 'ADMIN';
const RANK: Record<ProjectRole, number> = { LABELER: 1, REVIEWER: 2, ADMIN: 3 };

interface ProjectPage {
  /** after the project's own address */
  readonly path: string;
  readonly page: keyof Messages['shell']['pages'];
  readonly role: ProjectRole;
}

const PAGES: readonly ProjectPage[] = [
  { path: '', page: 'overview', role: 'LABELER' },
  { path: '/imagery', page: 'imagery', role: 'LABELER' },
  { path: '/chips', page: 'chips', role: 'LABELER' },
  { path: '/label', page: 'label', role: 'LABELER' },
  { path: '/review', page: 'review', role: 'REVIEWER' },
  { path: '/comments', page: 'comments', role: 'LABELER' },
  { path: '/progress', page: 'progress', role: 'LABELER' },
  { path: '/dataset', page: 'dataset', role: 'ADMIN' },
  { path: '/models', page: 'models', role: 'LABELER' },
  { path: '/settings', page: 'settings', role: 'ADMIN' },
];

/** The pages of a project that a role opens. */
export function projectPages(role: ProjectRole): readonly ProjectPage[] {
  return PAGES.filter((page) => RANK[role] >= RANK[page.role]);
}
