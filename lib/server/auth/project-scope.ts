import type { Role } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';

/** Proof that the actor may act in a project; only `gate` makes one, and every project-bound read and write asks for it. */
export interface ProjectScope {
  readonly projectId: ProjectId;
  readonly slug: string;
  /** for the page's bar */
  readonly name: string;
  readonly role: Role;
  /** the project is read-only; `gate` refuses what writes to it */
  readonly archived: boolean;
}
