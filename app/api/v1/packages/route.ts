import { route } from '@/lib/server/http/route';
import { MAX_MANIFEST_BYTES } from '@/lib/server/model/package';
import { registerBase } from '@/lib/server/model/register';

/** The body is the bytes of manifest.json: their hash is the package's identity. */
export const POST = route(
  { access: { kind: 'machine', scope: 'runner' }, limit: MAX_MANIFEST_BYTES },
  async ({ request }) => registerBase(Buffer.from(await request.arrayBuffer())),
);
