// No input to any route gives a 5xx, and no reply lets out a secret or a word of the database. The input comes from the routes' own
// schemas; eight kinds of callers send it. QUADRAT_FUZZ_SEED and QUADRAT_FUZZ_REQUESTS try other sequences, and longer ones.
import { beforeAll, expect, test, vi } from 'vitest';
import { newId } from '@/lib/core/ids';
import type { JobKind } from '@/lib/domain/job/schema';
import { UploadMetadata } from '@/lib/domain/import/schema';
import { PREFERENCES } from '@/lib/domain/preference/schema';
import { db } from '@/lib/server/db/client';
import { log } from '@/lib/server/log';
import { createDeployedVersion } from '@/tests/server/deployed-version';
import {
  cookieOf,
  createChips,
  createLabelling,
  createMember,
  createProject,
  createToken,
  createUser,
} from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { AWRY, Dice, awry, garbage, inputSchema, toJson, valueOf } from '@/tests/server/fuzz';
import type { JsonSchema } from '@/tests/server/fuzz';
import { createGuest, createLabellingLink } from '@/tests/server/guests';
import { callRoute, endpointsOf, paramNames, routeFiles } from '@/tests/server/routes';
import type { Endpoint, Params } from '@/tests/server/routes';

const SEED = Number(process.env['QUADRAT_FUZZ_SEED'] ?? '20261127');
const REQUESTS = Number(process.env['QUADRAT_FUZZ_REQUESTS'] ?? '3000');

let project: TestProject;
let foreign: TestProject;
let ids: string[];
/** what a path parameter may name, by its name */
const named: Record<string, string[]> = {};
const callers: Record<string, Record<string, string>> = {};
const secrets: string[] = [];
let endpoints: Endpoint[];

async function sessionOf(user: { id: string }) {
  const cookie = await cookieOf(user);
  secrets.push(cookie.slice(cookie.indexOf('=') + 1));
  return { cookie, 'sec-fetch-site': 'same-origin' };
}

beforeAll(async () => {
  project = await createProject();
  foreign = await createProject();
  const labeler = await createMember(project, 'LABELER');
  const victim = await createMember(project, 'LABELER');
  const token = await createToken(['runner']);
  secrets.push(token, labeler.passwordHash, process.env['NEXTAUTH_SECRET'] ?? '');
  Object.assign(callers, {
    nobody: { 'sec-fetch-site': 'same-origin' },
    labeler: await sessionOf(labeler),
    reviewer: await sessionOf(await createMember(project, 'REVIEWER')),
    admin: await sessionOf(await createMember(project, 'ADMIN')),
    owner: await sessionOf(await createUser({ isOwner: true })),
    machine: { authorization: `Bearer ${token}` },
    'member of another project': await sessionOf(await createMember(foreign, 'ADMIN')),
  });

  const link = await createLabellingLink(project, 3);
  const guest = await createGuest(link);
  secrets.push(link.secret, guest.slice(guest.indexOf('=') + 1));
  callers['guest'] = { cookie: guest, 'sec-fetch-site': 'same-origin' };

  const chips = await createChips(project, 12);
  const waiting = await createChips(project, 6, { status: 'SUBMITTED' });
  const confirmed = await createChips(project, 6, { status: 'CONFIRMED' });
  const cells = Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 16 : 1));
  for (const chip of [...waiting, ...confirmed]) {
    await createLabelling(chip, { user: labeler, cells });
  }
  for (const chip of confirmed) await createLabelling(chip, { cells });
  const version = await createDeployedVersion(project);
  const correction = await db().correction.create({
    data: {
      ...{ id: newId(), chipId: confirmed[0]?.id ?? '', userId: labeler.id },
      ...{ cells: [0], before: [16], after: [1] },
    },
  });
  const comment = await db().comment.create({
    data: { ...{ id: newId(), chipId: chips[0]?.id ?? '' }, userId: labeler.id, text: 'A crown?' },
  });
  const jobs = await Promise.all(
    (['TRAIN_HEAD', 'INFER', 'EXPORT', 'EMBED', 'EVALUATE', 'LABEL_ISSUES'] as const).map((kind) =>
      leasedJob(kind),
    ),
  );
  const assets = await db().asset.findMany({ where: { projectId: project.id } });
  const leases = jobs.map((job) => job.leaseToken ?? '');
  const id = (row: { id: string }) => row.id;

  Object.assign(named, {
    project: [project.slug, project.slug, project.slug, project.id, foreign.slug],
    chip: [...chips, ...waiting, ...confirmed].flatMap((c) => [c.id, String(c.number)]),
    asset: assets.map(id),
    version: [version.id, 'v1', '1', 'v999999999'],
    job: jobs.map(id),
    correction: [correction.id],
    comment: [comment.id],
    user: [victim.id, encodeURIComponent(victim.email)],
    index: ['0', '1', '239'],
    number: ['1', '2'],
    sha256: assets.map((asset) => asset.sha256),
    link: [link.id],
    token: [link.secret],
    key: ['keys'],
    upload: [newId()],
    path: ['manifest.json', 'onnx/model.onnx'],
  });
  ids = [...Object.values(named).flat(), ...leases, labeler.id, newId()].filter((text) =>
    /^[0-9a-f-]{36}$/.test(text),
  );
  leaseTokens = leases;
  endpoints = (await Promise.all(routeFiles.map(endpointsOf))).flat();
});

let leaseTokens: string[];

async function leasedJob(kind: JobKind) {
  return await db().job.create({
    data: {
      id: newId(),
      projectId: project.id,
      kind,
      state: 'RUNNING',
      params: {},
      attempt: 1,
      leaseToken: newId(),
      leaseUntil: new Date(8.64e14),
      leasedBy: 'fuzz',
    },
  });
}

/** The schemas inside a schema, each with where it stands. */
function* partsOf(schema: JsonSchema): Generator<[string, JsonSchema]> {
  const { anyOf = [], oneOf = [], allOf = [], prefixItems = [], properties = {} } = schema;
  for (const choice of [...anyOf, ...oneOf, ...allOf]) yield ['|', choice];
  for (const [key, field] of Object.entries(properties)) yield [`.${key}`, field];
  for (const item of prefixItems) yield ['[]', item];
  if (schema.propertyNames) yield ['.<key>', schema.propertyNames];
  if (typeof schema.additionalProperties === 'object') yield ['.*', schema.additionalProperties];
  if (typeof schema.items === 'object') yield ['[]', schema.items];
}

/** Where a schema lets in a text or a list without an end, or a number that no column holds. */
function* unbounded(schema: JsonSchema, at: string): Generator<string> {
  for (const [where, part] of partsOf(schema)) yield* unbounded(part, at + where);
  const closed = schema.enum !== undefined || schema.const !== undefined;
  if (!closed && !hasEnd(schema)) yield `${at}: no end`;
}

function hasEnd(schema: JsonSchema): boolean {
  switch (schema.type) {
    case 'array':
      return schema.prefixItems !== undefined || schema.maxItems !== undefined;
    case 'string':
      return schema.maxLength !== undefined || isShort(schema);
    case 'integer':
    case 'number': {
      const { clamped, maximum = Infinity, minimum = schema.exclusiveMinimum } = schema;
      const most = schema.type === 'integer' ? 2 ** 50 : 1e39;
      return clamped === true || (maximum <= most && minimum !== undefined && -minimum <= most);
    }
    case undefined:
    default:
      return true;
  }
}

/** Texts whose form says how long they are. */
function isShort({ format, pattern }: JsonSchema): boolean {
  return format === 'uuid' || format === 'date-time' || pattern === '^[0-9a-f]{64}$';
}

test('every text, number and list that a route takes has an end', () => {
  const problems = endpoints.flatMap(({ file, method, handler }) =>
    (['params', 'query', 'body'] as const).flatMap((part) => {
      const schema = handler.spec[part];
      return schema ? [...unbounded(inputSchema(schema), `${method} ${file} ${part}`)] : [];
    }),
  );
  problems.push(...unbounded(inputSchema(UploadMetadata), 'Upload-Metadata'));
  for (const [key, { schema }] of Object.entries(PREFERENCES)) {
    problems.push(...unbounded(inputSchema(schema), `preference ${key}`));
  }
  expect(problems).toEqual([]);
});

const HEADERS: Readonly<Record<string, readonly string[]>> = {
  'x-quadrat-person': ['', 'nobody', newId(), '\xff\xfe'],
  authorization: ['', 'Bearer', 'Bearer qd_\xff', `Bearer ${'x'.repeat(9_000)}`, 'Basic Og=='],
  cookie: [
    'next-auth.session-token=',
    'next-auth.session-token=%00%ff',
    '=;;=\xff',
    '__Secure-a=b',
  ],
  origin: ['null', 'http://', 'https://elsewhere.example'],
  range: ['bytes=', 'bytes=-0', 'bytes=9-1', 'bytes=0-99999999999999999999', 'bytes=a-b', 'x=0-1'],
  'if-range': ['"', 'W/"x"'],
  'if-none-match': ['*', '"', 'W/"x", "y"'],
  'if-match': ['*', '"', '1e999'],
  'content-type': [
    '',
    'text/csv',
    'text/xml',
    'application/geo+json',
    'multipart/form-data',
    '\xff',
  ],
  'content-length': ['-1', 'x', '1e3', '99999999999999999999'],
  'content-range': [
    'bytes 0-0/1',
    'bytes 5-1/3',
    'bytes 0-99999999999999999999/999999999999999999999',
    '*',
  ],
  'tus-resumable': ['1.0.0', '0.0.0', ''],
  'upload-length': ['0', '1', '-1', '1e308', '9007199254740993', 'x'],
  'upload-offset': ['0', '-1', '9007199254740993', 'x', '1e308'],
  'upload-defer-length': ['1', '2'],
  'upload-concat': ['partial', 'final;/a /b', 'x'],
  'upload-metadata': [
    'filename YS50aWY=',
    'filename AAAA',
    'filename 7aCA',
    'filename',
    ' ,,, ',
    `filename ${Buffer.from('x'.repeat(4_000)).toString('base64')}`,
    `filename YQ==,takenAt ${Buffer.from('9999-99-99').toString('base64')}`,
    `filename YQ==,bands ${Buffer.from('99,99,99').toString('base64')}`,
  ],
  'x-http-method-override': ['PATCH', 'DELETE', 'TRACE', 'x'],
  'x-forwarded-for': ['', '\xff', ','.repeat(2_000)],
};

interface Sent {
  endpoint: Endpoint;
  caller: string;
  params: Params;
  query: string;
  headers: Record<string, string>;
  body: string | undefined;
}

type Part = 'params' | 'query' | 'body' | 'headers';

/** One request: of the right shape, with one thing awry, or garbage. */
function make(dice: Dice): Sent {
  const endpoint = dice.of(endpoints);
  const { kind } = endpoint.handler.access;
  const welcome = kind === 'machine' || kind === 'guest' ? kind : dice.of(['admin', 'owner']);
  const caller = dice.chance(0.5) ? welcome : dice.of(Object.keys(callers));
  const astray = dice.chance(0.7)
    ? dice.of<Part>(['params', 'query', 'body', 'body', 'headers'])
    : null;
  const lease = dice.of(leaseTokens);
  const params = paramsOf(endpoint, dice, astray === 'params');
  const query = queryOf(endpoint, dice, astray === 'query');
  const body = bodyOf(endpoint, dice, { lease, astray: astray === 'body' });
  const headers = {
    ...callers[caller],
    'x-lease-token': lease,
    ...headersOf(endpoint, dice, astray === 'headers'),
  };
  return { endpoint, caller, params, query, headers, body };
}

function paramsOf({ file }: Endpoint, dice: Dice, astray: boolean): Params {
  const names = paramNames(file);
  const params: Params = Object.fromEntries(
    names.map(({ name, rest }) => {
      const value = dice.of(named[name] ?? ids);
      return [name, rest ? [value] : value];
    }),
  );
  if (!astray || names.length === 0) return params;
  const { name, rest } = dice.of(names);
  const value = String(dice.of(AWRY)).slice(0, 2_000);
  return { ...params, [name]: rest ? [value, value] : value };
}

function queryOf({ handler }: Endpoint, dice: Dice, astray: boolean): string {
  const { query: schema } = handler.spec;
  const query = schema ? valueOf(inputSchema(schema), dice, ids) : {};
  const sent = Object.entries((astray ? awry(query, dice) : query) ?? {});
  const search = new URLSearchParams(sent.map(([key, v]) => [key, String(v).slice(0, 2_000)]));
  const odd = dice.of(['&%', '&a=%ff%00', '&&=', '&cursor=%00']);
  return `?${String(search)}${astray && dice.chance(0.3) ? odd : ''}`;
}

function headersOf({ file }: Endpoint, dice: Dice, astray: boolean): Record<string, string> {
  const identity = ['authorization', 'cookie', 'origin'];
  const names = Object.keys(HEADERS).filter((name) => astray || !identity.includes(name));
  const count = astray ? 1 + dice.below(3) : dice.below(2);
  const odd = Object.fromEntries(
    Array.from({ length: count }, () => dice.of(names)).map((name) => [
      name,
      dice.of(HEADERS[name] ?? []),
    ]),
  );
  const upload = {
    'tus-resumable': '1.0.0',
    'upload-length': '4',
    'upload-metadata': 'filename YS50aWY=',
  };
  return file.includes('uploads') ? { ...upload, ...odd } : odd;
}

function bodyOf(
  { handler }: Endpoint,
  dice: Dice,
  { lease, astray }: { lease: string; astray: boolean },
): string | undefined {
  const { body: schema } = handler.spec;
  if (!schema) return dice.chance(0.5) ? garbage(dice) : undefined;
  if (astray && dice.chance(0.15)) return garbage(dice);
  const value = valueOf(inputSchema(schema), dice, ids);
  const leased =
    typeof value === 'object' && value && 'leaseToken' in value
      ? { ...value, leaseToken: lease }
      : value;
  return toJson(astray ? awry(leased, dice) : leased);
}

/** For what hangs only: some 10 s where nothing else runs, minutes where four others test too. */
const LONGEST_MS = 100 * REQUESTS;

/** Words of the database, of the code and of stack traces. */
const INSIDES =
  /prisma|postgres|relation "|violates|invalid input syntax|node_modules|at .*\.[jt]s:\d|\$argon2/i;

test(
  `${String(REQUESTS)} requests, seed ${String(SEED)}: nothing falls over, nothing leaks`,
  async () => {
    const dice = new Dice(SEED);
    const said = vi.spyOn(log, 'error').mockReturnValue(undefined);
    const seen = new Map<number, number>();
    const faults: string[] = [];
    for (let i = 0; i < REQUESTS; i += 1) {
      const sent = make(dice);
      const { endpoint, caller, params, query, headers, body } = sent;
      said.mockClear();
      const { status, text } = await callRoute(endpoint, params, { headers, body, query });
      seen.set(status, (seen.get(status) ?? 0) + 1);
      const secret = secrets.find((word) => text.includes(word));
      if (status >= 500 || INSIDES.test(text) || secret !== undefined) {
        const why = said.mock.calls.map(([what]) => String((what as { err?: unknown }).err));
        faults.push(
          `#${String(i)} ${caller}: ${endpoint.method} ${endpoint.file} ${JSON.stringify(params).slice(0, 300)} ${query.slice(0, 200)} ${JSON.stringify(headers).slice(0, 300)} ${(body ?? '').slice(0, 300)}\n -> ${String(status)} ${text.slice(0, 300)}\n    ${why.join(' ').slice(-400)}`,
        );
      }
      if (/archive|restore/.test(endpoint.file)) {
        await db().project.update({ where: { id: project.id }, data: { archivedAt: null } });
      }
    }
    console.log(
      `seed ${String(SEED)}, replies by status: ${JSON.stringify(Object.fromEntries([...seen].sort(([a], [b]) => a - b)))}`,
    );
    expect(faults.slice(0, 20).join('\n\n')).toBe('');
    // it is no fuzz that the gate turns away: most requests must get as far as a handler
    const inside = [...seen].filter(([status]) => ![401, 403].includes(status));
    expect(inside.reduce((sum, [, n]) => sum + n, 0)).toBeGreaterThan(REQUESTS / 3);
    expect(seen.get(200) ?? 0).toBeGreaterThan(REQUESTS / 20);
  },
  LONGEST_MS,
);
