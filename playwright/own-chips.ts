import type { Page } from '@playwright/test';
import { z } from 'zod';
import { UNLABELLED, codeOfClass } from '@/lib/domain/label/cell-code';

const Handed = z.object({
  items: z.array(z.object({ chip: z.object({ id: z.uuid(), number: z.int() }) })),
});
const Saved = z.object({ revision: z.int() });

/** Labels one cell of so many chips as the page's person and hands them in, as the label page does. Returns the chips' numbers. */
export async function handIn(page: Page, slug: string, count: number): Promise<number[]> {
  const base = `/api/v1/projects/${slug}`;
  const post = async (path: string, data: unknown): Promise<unknown> => {
    const headers = { origin: new URL(page.url()).origin };
    const reply = await page.request.post(`${base}${path}`, { headers, data });
    if (!reply.ok()) throw new Error(`${path}: ${String(reply.status())} ${await reply.text()}`);
    return reply.json();
  };
  const { items } = Handed.parse(
    await post('/queue/next', { mode: 'sequential', skip: [], count }),
  );
  for (const { chip } of items) {
    const change = {
      cell: 0,
      before: UNLABELLED,
      after: codeOfClass(0),
      source: 'hand',
      shown: null,
    };
    const { revision } = Saved.parse(
      await post(`/chips/${chip.id}/labelling/changes`, {
        ...{ saveId: crypto.randomUUID(), baseRevision: 0, openedMs: 900, changes: [change] },
      }),
    );
    await post(`/chips/${chip.id}/labelling/submit`, { revision, openedMs: 1000, proposals: null });
  }
  return items.map(({ chip }) => chip.number);
}
