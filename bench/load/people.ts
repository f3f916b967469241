import { newId } from '@/lib/core/ids';
import { signInCookie } from '@/lib/server/session/mutations';
import {
  createChips,
  createMember,
  createProject,
  createUser,
  idOf,
} from '@/tests/server/factories';

/** A person at a chip of their own, signed in, as their browser would be. */
export interface Labeler {
  cookie: string;
  /** of the save, below the server's address */
  path: string;
  revision: number;
  /** the code that all cells of their labelling have */
  code: number;
}

export const ROWS = 8;
export const COLS = 8;

/** Makes a project whose people are all at work. Needs the server's NEXTAUTH_SECRET in the environment. */
export async function createLabelers(count: number): Promise<Labeler[]> {
  const project = await createProject({ rows: ROWS, cols: COLS, slug: `load-${newId()}` });
  const chips = await createChips(project, count);
  return await Promise.all(
    chips.map(async (chip): Promise<Labeler> => {
      const id = newId();
      // the instance has people of its own: no address may be one of theirs
      const person = await createUser({ id, email: `${id}@example.org` });
      await createMember(project, 'LABELER', person);
      const header = await signInCookie(idOf(person));
      return {
        cookie: header.slice(0, header.indexOf(';')),
        path: `/api/v1/projects/${project.slug}/chips/${chip.id}/labelling/changes`,
        revision: 0,
        code: 0,
      };
    }),
  );
}
