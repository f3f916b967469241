/** What is known of a failure and of what caused it, however a library hands that on: as cause, as meta, or as one of several. */
interface Cause {
  readonly code?: unknown;
  readonly kind?: unknown;
  readonly originalCode?: unknown;
  readonly syscall?: unknown;
  readonly message?: unknown;
}

interface Nested extends Cause {
  readonly cause?: unknown;
  /** Prisma */
  readonly meta?: { driverAdapterError?: unknown };
  /** AggregateError */
  readonly errors?: readonly unknown[];
}

/** A failure, then what caused it, and so on to the first. */
export function* causesOf(error: unknown): Generator<Cause> {
  let at = error;
  for (let depth = 0; typeof at === 'object' && at !== null && depth < 6; depth += 1) {
    const nested: Nested = at;
    yield nested;
    at = nested.cause ?? nested.meta?.driverAdapterError ?? nested.errors?.[0];
  }
}
