import { route } from '@/lib/server/http/route';
import { registerBase } from '@/lib/server/model/register';

/** The body is the bytes of manifest.json: their hash is the package's identity. */
export const POST = route({ access: { kind: 'machine', scope: 'runner' } }, async ({ request }) =>
  registerBase(Buffer.from(await request.arrayBuffer())),
);
