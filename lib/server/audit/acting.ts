import { AsyncLocalStorage } from 'node:async_hooks';

/** Who acts and from where: what a line of the audit says of it (docs/decisions/0046). */
export interface Acting {
  readonly kind: 'PERSON' | 'MACHINE' | 'WORKER' | 'COMMAND' | 'NOBODY' | 'GUEST';
  /** the person, or the guest of a labelling link */
  readonly id?: string;
  /** a person's, a token's or a worker's; a guest's with their link's */
  readonly name?: string;
  readonly email?: string;
  readonly via?: 'session' | 'token' | 'link';
  /** the session, token or link */
  readonly credential?: string;
  readonly address?: string;
  /** the browser's or program's name of itself, as it says */
  readonly agent?: string;
  /** lines of the same request */
  readonly request?: string;
}

// routes and pages are bundles of their own: all of them and the one pool must share it
const holder = globalThis as { quadratActing?: AsyncLocalStorage<Acting> };
const storage = (holder.quadratActing ??= new AsyncLocalStorage<Acting>());

/** Runs `work`; what it changes in the database is noted as done by `acting`. Without one it is the system's. */
export async function actAs<T>(acting: Acting, work: () => T | Promise<T>): Promise<T> {
  // awaited within: what Prisma is asked for begins only when somebody waits for it
  return await storage.run(acting, async () => await work());
}

/** Who acts now; undefined: the system. */
export function actingNow(): Acting | undefined {
  return storage.getStore();
}
