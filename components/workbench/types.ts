import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import type { ClassView } from '@/lib/domain/class/schema';

/** What the workbench knows of its project. */
export interface WorkbenchProject {
  slug: string;
  name: string;
  role: 'LABELER' | 'REVIEWER' | 'ADMIN';
  /** everything can be looked at and nothing changed */
  archived: boolean;
  rule: string;
  /** from which probability a class is proposed, as it stood when the page was made */
  thresholds: Thresholds;
  /** classes that can be given, in the order of their keys */
  classes: readonly ClassView[];
}

export interface WorkbenchPerson {
  userId: string;
  name: string;
  email: string;
  isOwner: boolean;
}
