import { z } from 'zod';
import { AssetPatch, AssetRemovalQuery } from '@/lib/domain/asset/schema';
import { patchAsset } from '@/lib/server/asset/mutations';
import { removeAsset } from '@/lib/server/asset/removal/mutations';
import { inProject, route } from '@/lib/server/http/route';
import { findAsset } from '@/lib/server/imagery/data';

const params = z.object({ asset: z.uuid() });

export const GET = route(
  { access: inProject('LABELER', 'read'), params },
  ({ project, params: { asset } }) => findAsset(project, asset),
);

export const PATCH = route(
  { access: inProject('ADMIN', 'manage'), params, body: AssetPatch },
  async ({ project, actor, params: { asset }, body }) => {
    await patchAsset(project, actor, { id: asset, patch: body });
    return await findAsset(project, asset);
  },
);

export const DELETE = route(
  { access: inProject('ADMIN', 'manage'), params, query: AssetRemovalQuery },
  ({ project, params: { asset }, query }) => removeAsset(project, asset, query),
);
