import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { MapChip } from '@/components/map/types';
import { api } from '@/lib/client/api';
import { ChipPage } from '@/lib/domain/chip/schema';
import type { ChipView } from '@/lib/domain/chip/schema';

const PAGE = 500;
/** Chips of one picture that a map draws; of more it shows none, rather than a part that looks like all. */
export const MOST_CHIPS = 4 * PAGE;

/** The chips of a picture with their states, on the ground or in its pixels; none of a picture with too many. */
export function useAssetChips(
  slug: string,
  asset: { id: string; chips: number } | null,
  plane: 'ground' | 'pixels',
): readonly MapChip[] {
  const { data } = useQuery({
    queryKey: ['map-chips', slug, asset?.id, asset?.chips],
    enabled: asset !== null && asset.chips <= MOST_CHIPS,
    queryFn: ({ signal }) => chipsOf(slug, asset?.id ?? '', signal),
  });
  return useMemo(
    () =>
      (data ?? []).flatMap((chip) => {
        const ring = plane === 'ground' ? chip.footprint : windowOf(chip);
        return ring ? [{ status: chip.status, ring }] : [];
      }),
    [data, plane],
  );
}

async function chipsOf(slug: string, asset: string, signal: AbortSignal): Promise<ChipView[]> {
  const chips: ChipView[] = [];
  for (let cursor: number | undefined = 0; cursor !== undefined && chips.length < MOST_CHIPS;) {
    const query = `asset=${asset}&limit=${String(PAGE)}&cursor=${String(cursor)}`;
    const page: ChipPage = await api(ChipPage, `/projects/${slug}/chips?${query}`, { signal });
    chips.push(...page.items);
    cursor = page.nextCursor;
  }
  return chips;
}

function windowOf({ x, y, width, height }: ChipView): [number, number][] {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}
