import { GalleryStore } from '@/lib/client/gallery/gallery-store';
import { queryOf } from '@/lib/domain/gallery/view';
import type { GalleryView } from '@/lib/domain/gallery/view';

/** Views that are kept for who comes back: from a chip, or out of a group. */
const KEPT = 4;
const stores = new Map<string, GalleryStore>();

/** The store of a view: the one from before, with its place, where it is still there. */
export function galleryStore(slug: string, view: GalleryView): GalleryStore {
  const key = `${slug}?${queryOf(view)}`;
  const store = stores.get(key) ?? new GalleryStore(slug, view);
  // the last one used comes last
  stores.delete(key);
  stores.set(key, store);
  for (const [old] of stores) {
    if (stores.size <= KEPT) break;
    stores.delete(old);
  }
  return store;
}

/** Forgets what other views have loaded, for instance after a save changed what they show. */
export function forgetOthers(store: GalleryStore): void {
  for (const [key, other] of stores) if (other !== store) stores.delete(key);
}
