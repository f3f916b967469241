import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';

/** The map (picture-map.tsx), fetched where one is shown: OpenLayers is no part of a page's first script. */
export const PictureMap = dynamic(() => import('@/components/map/picture-map'), {
  ssr: false,
  loading: () => <Skeleton className="h-56 w-full" />,
});
