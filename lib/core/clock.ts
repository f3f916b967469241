/** The one place that reads the wall clock; pass a Clock where a test must hold time still. */
export interface Clock {
  /** milliseconds since 1970-01-01 UTC */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** The current instant by the given clock (the system's by default). */
export function instant(clock: Clock = systemClock): Date {
  return new Date(clock.now());
}
