import type { z } from 'zod';

type Shape = Readonly<Record<string, z.ZodType>>;
type Values = Readonly<Record<string, string | number | boolean | undefined>>;

/** What of a query a shape knows and takes, as it stands there; what is unknown or not possible is left out. */
export function knownQuery(
  shape: Shape,
  query: Iterable<[string, string]>,
): Record<string, string> {
  const given = new Map(query);
  const known: Record<string, string> = {};
  for (const [name, schema] of Object.entries(shape)) {
    const value = given.get(name);
    if (value !== undefined && schema.safeParse(value).success) known[name] = value;
  }
  return known;
}

/** Names and values that are set, by name, so that one view has one query; `initial` is what is left out. */
export function sortedQuery(values: Values, initial: Values = {}): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of Object.keys(values).sort()) {
    const value = values[name];
    if (value !== undefined && value !== initial[name]) query.set(name, String(value));
  }
  return query;
}

/** The query that a page was asked for, of each name the one value that it has. */
export function pageQuery(
  given: Readonly<Record<string, string | string[] | undefined>>,
): [string, string][] {
  return Object.entries(given).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
}
