import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PAYLOADS, schemaText, type PayloadName } from './payloads';

const FOLDER = import.meta.dirname;
/** Examples of rules that both languages hold, not of payloads. */
const RULES = [
  'agreement.json',
  'cell-codes.json',
  'grid-limits.json',
  'pooling.json',
  'resample.json',
  'split.json',
];

const names = Object.keys(PAYLOADS) as PayloadName[];

function filesOf(folder: string): string[] {
  return readdirSync(path.join(FOLDER, folder))
    .filter((file) => file.endsWith('.json') && !RULES.includes(file))
    .sort();
}

function read(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(path.join(FOLDER, folder, file), 'utf8'));
}

/** The payload that an example is of: its file name up to the first dot. */
function schemaOf(file: string): (typeof PAYLOADS)[PayloadName] {
  const name = names.find((candidate) => candidate === file.split('.')[0]);
  if (name === undefined) throw new Error(`${file} begins with no payload's name`);
  return PAYLOADS[name];
}

describe('examples that both test suites load', () => {
  it.each(filesOf('examples'))('%s is accepted and nothing is lost', (file) => {
    const value = read('examples', file);
    expect(schemaOf(file).parse(value)).toEqual(value);
  });

  it.each(filesOf('examples/invalid'))('%s is refused', (file) => {
    expect(schemaOf(file).safeParse(read('examples/invalid', file)).success).toBe(false);
  });

  it('every payload has an example', () => {
    const seen = new Set(filesOf('examples').map((file) => file.split('.')[0]));
    expect(names.filter((name) => !seen.has(name))).toEqual([]);
  });
});

describe('JSON Schemas', () => {
  it.each(names)('%s is what scripts/contracts.ts writes', (name) => {
    const written = readFileSync(path.join(FOLDER, 'schema', `${name}.json`), 'utf8');
    expect(written).toBe(schemaText(name));
  });

  it('has no file that no payload has', () => {
    expect(filesOf('schema')).toEqual(names.map((name) => `${name}.json`).sort());
  });
});
