import type { ProjectId } from '@/lib/core/ids';
import { db } from '@/lib/server/db/client';

/** Labellings in one read: a few hundred keep memory flat and the number of reads low. */
const PAGE = 500;

/** A labelling with what names its chip. */
export interface ExportedLabelling {
  id: string;
  cells: Uint8Array;
  status: string;
  user: { email: string } | null;
  chip: { number: number; gridRow: number; gridCol: number; cols: number; asset: { name: string } };
}

/** The reviewed labellings of confirmed chips, or every person's own, by chip number, read page by page. */
export async function* labellingsForExport(
  projectId: ProjectId,
  of: 'consensus' | 'labellings',
): AsyncGenerator<ExportedLabelling> {
  for (let last: { number: number; id: string } | null = null; ;) {
    const page: ExportedLabelling[] = await db().labelling.findMany({
      where: {
        ...(of === 'consensus'
          ? { kind: 'CONSENSUS', chip: { projectId, status: 'CONFIRMED' } }
          : { kind: 'PERSON', chip: { projectId } }),
        ...(last === null
          ? {}
          : {
              OR: [
                { chip: { number: { gt: last.number } } },
                { chip: { number: last.number }, id: { gt: last.id } },
              ],
            }),
      },
      orderBy: [{ chip: { number: 'asc' } }, { id: 'asc' }],
      take: PAGE,
      select: {
        id: true,
        cells: true,
        status: true,
        user: { select: { email: true } },
        chip: {
          select: {
            number: true,
            gridRow: true,
            gridCol: true,
            cols: true,
            asset: { select: { name: true } },
          },
        },
      },
    });
    yield* page;
    const end = page.at(-1);
    if (!end || page.length < PAGE) return;
    last = { number: end.chip.number, id: end.id };
  }
}
