import { ClaimRequest } from '@/lib/contracts/runner';
import { route } from '@/lib/server/http/route';
import { claimForRunner } from '@/lib/server/runner/claim';

export const POST = route(
  { access: { kind: 'machine', scope: 'runner' }, body: ClaimRequest },
  ({ body }) => claimForRunner(body),
);
