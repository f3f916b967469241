import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { z } from 'zod';
import { ImportPage } from '@/lib/domain/import/schema';
import { ProjectView } from '@/lib/domain/project/schema';

/** Chips of 8 x 8 cells of 32 px. */
const CHIP_PX = 256;
const COLS = 8;

const Users = z.object({ items: z.array(z.object({ id: z.uuid(), email: z.string() })) });

/**
 * A project with at least so many chips that nobody has begun, for journeys that use chips up; `page` is the owner's, the
 * labeler, the reviewer and the admin are its members. Returns its slug.
 */
export async function makeProject(page: Page, name: string, chips: number): Promise<string> {
  const call = caller(page);
  const classes = [{ name: 'Tree', colour: '#f0e442' }];
  const { slug } = ProjectView.parse(
    await call('POST', '/projects', { name, cellPx: 32, classes }),
  );
  // a journey that wants control chips, or a second person, says so
  await call('PATCH', `/projects/${slug}`, { controlPercent: 0, overlapPercent: 0 });
  for (const { id, email } of Users.parse(await call('GET', '/users')).items) {
    const role = /^(labeler|reviewer|admin)@/.exec(email)?.[1]?.toUpperCase();
    if (role !== undefined) await call('PUT', `/projects/${slug}/members/${id}`, { role });
  }
  const height = Math.ceil(chips / COLS) * CHIP_PX;
  const noise = { type: 'gaussian', mean: 110, sigma: 40 } as const;
  const picture = sharp({
    create: { width: COLS * CHIP_PX, height, channels: 3, background: '#456', noise },
  });
  await upload(page, slug, await picture.png().toBuffer());
  const arrived = async (): Promise<boolean> => {
    const { items } = ImportPage.parse(await call('GET', `/projects/${slug}/imports`));
    return items.length > 0 && items.every(({ state }) => state === 'READY');
  };
  await expect.poll(arrived, { timeout: 120_000 }).toBe(true);
  return slug;
}

/** Calls the API as the page's person. */
function caller(page: Page) {
  return async (method: string, path: string, data?: unknown): Promise<unknown> => {
    const headers = { origin: new URL(page.url()).origin };
    const reply = await page.request.fetch(`/api/v1${path}`, {
      method,
      headers,
      ...(data === undefined ? {} : { data }),
    });
    if (!reply.ok()) throw new Error(`${path}: ${String(reply.status())} ${await reply.text()}`);
    const text = await reply.text();
    return text === '' ? null : JSON.parse(text);
  };
}

/** One picture by tus, as the imagery page sends it. */
async function upload(page: Page, slug: string, bytes: Buffer): Promise<void> {
  const headers = { origin: new URL(page.url()).origin, 'tus-resumable': '1.0.0' };
  const metadata = `filename ${Buffer.from('noise.png').toString('base64')}`;
  const opened = await page.request.post(`/api/v1/projects/${slug}/uploads`, {
    headers: { ...headers, 'upload-length': String(bytes.length), 'upload-metadata': metadata },
  });
  const place = opened.headers()['location'];
  if (place === undefined) throw new Error(`no upload: ${await opened.text()}`);
  const sent = await page.request.patch(place, {
    headers: {
      ...headers,
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    },
    data: bytes,
  });
  if (!sent.ok()) throw new Error(await sent.text());
}
