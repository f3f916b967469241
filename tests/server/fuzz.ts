// Input for routes, out of their own schemas: of the right shape, or with one thing awry. One seed gives one sequence.
import fc from 'fast-check';
import { z } from 'zod';

/** A JSON Schema as zod writes it, as far as it is read here. */
export interface JsonSchema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  items?: JsonSchema | boolean;
  prefixItems?: JsonSchema[];
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
  format?: string;
  clamped?: boolean;
}

/** What may be sent to a schema. */
export function inputSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

/** Numbers and choices out of one seed. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** from 0 to below 1 (mulberry32) */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  of<T>(choices: readonly [T, ...T[]] | readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }
}

/** Values that a program thinks of too late. Texts that JSON cannot hold as they are (1e999) are put in by `toJson`. */
export const AWRY: readonly unknown[] = [
  null,
  true,
  '',
  '\0',
  'a\0b',
  '\ud800',
  '\udc00x',
  'x'.repeat(70_000),
  '%00%ff',
  '\'; DROP TABLE "Chip"; --',
  '../../../etc/passwd',
  -1,
  0.5,
  -0,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 53,
  1e308,
  -1e308,
  5e-324,
  '1e999',
  'Infinity',
  'NaN',
  '0x10',
  '9999999999999999999999',
  [],
  {},
  [null],
  { constructor: 1 },
  Array.from({ length: 20_000 }, () => 0),
];

/** A value of a schema. `ids`: what exists and can be named. */
export function valueOf(schema: JsonSchema, dice: Dice, ids: readonly string[]): unknown {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return valueOf(dice.of(choices), dice, ids);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((s) => valueOf(s, dice, ids)));
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return dice.of(schema.enum);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, dice, ids);
    case 'array':
      return arrayOf(schema, dice, ids);
    case 'string':
      return textOf(schema, dice, ids);
    case 'integer':
    case 'number':
      return numberOf(schema, dice);
    case 'boolean':
      return dice.chance(0.5);
    case 'null':
      return null;
    case undefined:
    default:
      return dice.of(AWRY);
  }
}

function objectOf(schema: JsonSchema, dice: Dice, ids: readonly string[]): unknown {
  const { properties = {}, required = [], additionalProperties } = schema;
  const value: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(properties)) {
    if (required.includes(key) || dice.chance(0.5)) value[key] = valueOf(field, dice, ids);
  }
  if (typeof additionalProperties === 'object') {
    for (let i = dice.below(4); i > 0; i -= 1) {
      const key = String(valueOf(schema.propertyNames ?? { type: 'string' }, dice, ids));
      value[key] = valueOf(additionalProperties, dice, ids);
    }
  }
  return value;
}

function arrayOf(schema: JsonSchema, dice: Dice, ids: readonly string[]): unknown {
  const first = (schema.prefixItems ?? []).map((item) => valueOf(item, dice, ids));
  const { items } = schema;
  if (typeof items !== 'object') return first;
  const least = schema.minItems ?? 0;
  const length = Math.min(schema.maxItems ?? 4, least + dice.below(3));
  return [...first, ...Array.from({ length }, () => valueOf(items, dice, ids))];
}

const FORMATS: Readonly<Record<string, readonly string[]>> = {
  email: ['somebody@example.org', 'a@b.co'],
  'date-time': ['2026-07-14T10:52:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'],
  date: ['2026-07-14', '0001-01-01', '9999-12-31', '0000-01-01'],
  base64: [
    '',
    'AAAA',
    Buffer.alloc(16, 1).toString('base64'),
    Buffer.alloc(48, 80).toString('base64'),
  ],
};

function textOf(schema: JsonSchema, dice: Dice, ids: readonly string[]): string {
  const { format, pattern, minLength = 0, maxLength = 20 } = schema;
  if (format === 'uuid') return dice.of(ids);
  const known = format === undefined ? undefined : FORMATS[format];
  if (known) return dice.of(known);
  if (pattern !== undefined) {
    const [made = ''] = fc.sample(fc.stringMatching(new RegExp(pattern)), {
      seed: dice.below(2 ** 31),
      numRuns: 1,
    });
    return made;
  }
  if (dice.chance(0.2)) return dice.of(ids);
  const length = dice.chance(0.1) ? maxLength : Math.min(maxLength, minLength + dice.below(12));
  const letters = ['a', 'B', '7', ' ', '-', 'ä', '🌲', '"', '/', '%'];
  return Array.from({ length: Math.min(length, 5_000) }, () => dice.of(letters)).join('');
}

function numberOf(schema: JsonSchema, dice: Dice): number {
  const low = schema.minimum ?? schema.exclusiveMinimum ?? -1e308;
  const high = schema.maximum ?? 1e308;
  if (dice.chance(0.1)) return dice.of([low, high]);
  const near = Math.max(low, Math.min(high, low < 0 ? 0 : low) + dice.below(20));
  const value = schema.type === 'integer' ? near : near + dice.next();
  return Math.min(value, high);
}

/** The same with one thing changed, somewhere in it. */
export function awry(value: unknown, dice: Dice): unknown {
  if (typeof value !== 'object' || value === null || dice.chance(0.15)) return dice.of(AWRY);
  if (Array.isArray(value)) {
    const items: unknown[] = [...(value as unknown[])];
    if (items.length === 0) return [dice.of(AWRY)];
    const at = dice.below(items.length);
    if (dice.chance(0.2)) items.splice(at, 1);
    else items[at] = awry(items[at], dice);
    return items;
  }
  const keys = Object.keys(value);
  const fields: Record<string, unknown> = { ...value };
  const key = keys.length === 0 || dice.chance(0.1) ? dice.of(['extra', '\0', '']) : dice.of(keys);
  if (dice.chance(0.15))
    return Object.fromEntries(Object.entries(fields).filter(([k]) => k !== key));
  fields[key] = awry(fields[key], dice);
  return fields;
}

/** As JSON, with a number that is larger than any where the text said so. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('"1e999"', '1e999');
}

/** Bodies that are no JSON of ours at all. */
export function garbage(dice: Dice): string {
  return dice.of([
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '{"a":1e999}',
    '\ufeff{}',
    '<annotation><filename>&x;</filename></annotation>',
    '{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":[1e308,1]}}]}',
    'asset,x,y,class\n\0,1e308,-1,\ud800\n',
    `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    `{"__proto__":{"a":${'{"b":'.repeat(2_000)}1${'}'.repeat(2_000)}}}`,
    Array.from({ length: 200 }, () => String.fromCharCode(dice.below(256))).join(''),
  ]);
}
