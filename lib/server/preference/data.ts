import { PREFERENCES } from '@/lib/domain/preference/schema';
import type { PreferenceKey, PreferenceOf } from '@/lib/domain/preference/schema';
import { db } from '@/lib/server/db/client';

/** A person's preference; the initial one where none is kept, or what is kept means nothing to this version. */
export async function readPreference<K extends PreferenceKey>(
  userId: string,
  key: K,
): Promise<PreferenceOf<K>> {
  const row = await db().userPreference.findUnique({
    where: { userId_key: { userId, key } },
    select: { value: true },
  });
  const { schema, initial } = PREFERENCES[key];
  const kept = schema.safeParse(row?.value);
  return (kept.success ? kept.data : initial) as PreferenceOf<K>;
}
