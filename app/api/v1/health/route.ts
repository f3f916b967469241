import { route } from '@/lib/server/http/route';
import { readHealth } from '@/lib/server/health/data';

/** Whether the instance can work: the database answers. 503 when it does not. */
export const GET = route({ access: { kind: 'public' } }, () => readHealth());
