import type { Page } from '@playwright/test';
import { ChipPage } from '@/lib/domain/chip/schema';
import { readyChip } from './people';

/** The demo project: pages, and the same by the API. */
export const DEMO = '/p/tree-crowns';

/** Opens the demo's `n`th chip without labels: what the queue gives may have been begun by another journey. */
export async function openUntouched(page: Page, n = 0): Promise<number> {
  const reply = await page.request.get('/api/v1/projects/tree-crowns/chips?status=UNTOUCHED');
  const chip = ChipPage.parse(await reply.json()).items[n];
  await page.goto(`${DEMO}/label/${String(chip?.number)}`);
  return await readyChip(page);
}
