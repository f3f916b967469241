import { instant } from '@/lib/core/clock';
import { db } from '@/lib/server/db/client';

const TOUCH_EVERY_MS = 60_000;

/** Notes that a token was used; at most once a minute, so that a busy runner does not write at each call. */
export async function touchToken(id: string): Promise<void> {
  const now = instant();
  const stale = new Date(now.getTime() - TOUCH_EVERY_MS);
  await db().apiToken.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: stale } }] },
    data: { lastUsedAt: now },
  });
}
