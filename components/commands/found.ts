import type { ProjectRole } from '@/components/shell/project-pages';

/** Where the palette leads besides commands. Keep it stable. */
export interface Found {
  readonly isOwner: boolean;
  /** null: on a page that belongs to no project */
  readonly project: FoundProject | null;
}

interface FoundProject {
  readonly slug: string;
  readonly role: ProjectRole;
  readonly openChip: (number: number) => void;
  /** shows the chips of a picture */
  readonly openPicture: (name: string) => void;
}
