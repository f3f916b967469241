import type { PixelWindow } from '@/lib/server/imagery/raster';

export interface VipsOrder {
  source: string;
  scratch: string;
  space: string | null;
  part: PixelWindow | null;
}

export function decodeByVips(order: VipsOrder): Promise<void>;
