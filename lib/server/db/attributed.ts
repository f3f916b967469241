import { AsyncResource } from 'node:async_hooks';
import pg from 'pg';
import { actingNow } from '@/lib/server/audit/acting';
import { writesAudited } from '@/lib/server/audit/tables';

type Send = (...args: unknown[]) => unknown;
type Done = (error: Error | null, result?: unknown) => void;

/**
 * A connection that tells the database who acts before each statement that writes what the audit notes, for the statement's own
 * transaction: what is told never outlives it, so no line names whoever used the connection before. All other statements go out
 * as they are.
 */
export class AttributedClient extends pg.Client {
  override query(...args: unknown[]): never {
    const acting = actingNow();
    const text = textOf(args[0]);
    if (!acting || text === null || !writesAudited(text)) return this.#send(args) as never;
    const done = args.at(-1);
    if (typeof done !== 'function') return this.#attribute(JSON.stringify(acting), args) as never;
    const tell = done as Done;
    this.#attribute(JSON.stringify(acting), args.slice(0, -1)).then(
      (result) => tell(null, result),
      (error: unknown) => tell(error as Error),
    );
    return undefined as never;
  }

  #send(args: unknown[]): unknown {
    // looked up at each call: tests listen to it
    return Reflect.apply(Reflect.get(pg.Client.prototype, 'query') as Send, this, args);
  }

  async #attribute(acting: string, args: unknown[]): Promise<unknown> {
    const tell = [`SELECT set_config('quadrat.audit', $1, true)`, [acting]];
    if (this.getTransactionStatus() !== 'I') {
      await this.#send(tell);
      return await this.#send(args);
    }
    await this.#send(['BEGIN']);
    try {
      await this.#send(tell);
      const result = await this.#send(args);
      await this.#send(['COMMIT']);
      return result;
    } catch (error) {
      // the failure is the news, whatever becomes of the connection
      await Promise.resolve(this.#send(['ROLLBACK'])).catch(() => undefined);
      throw error;
    }
  }
}

/** Connections that tell who acts, also where whoever gives one back hands it on to who waits. */
export class AttributedPool extends pg.Pool {
  constructor(options: pg.PoolConfig) {
    super({ ...options, Client: AttributedClient });
  }

  override connect(...args: unknown[]): never {
    const [done] = args;
    const bound =
      typeof done === 'function' ? [AsyncResource.bind(done as (...a: unknown[]) => void)] : [];
    return Reflect.apply(Reflect.get(pg.Pool.prototype, 'connect') as Send, this, bound) as never;
  }
}

function textOf(first: unknown): string | null {
  if (typeof first === 'string') return first;
  const text = (first as { text?: unknown } | null)?.text;
  return typeof text === 'string' ? text : null;
}
