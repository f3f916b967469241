import { instant } from '@/lib/core/clock';
import type { PreferenceKey, PreferenceOf } from '@/lib/domain/preference/schema';
import { db } from '@/lib/server/db/client';

/** Keeps a person's preference; the last one sent stands. */
export async function keepPreference<K extends PreferenceKey>(
  userId: string,
  key: K,
  value: PreferenceOf<K>,
): Promise<PreferenceOf<K>> {
  const updatedAt = instant();
  await db().userPreference.upsert({
    where: { userId_key: { userId, key } },
    create: { userId, key, value, updatedAt },
    update: { value, updatedAt },
  });
  return value;
}
