// Saving strokes as 32 people label at once: each saves a stroke of 64 cells about once a second on a chip of their own,
// through the route handler (gate by token, parsing, one transaction) on a real PostgreSQL. Then the same without pauses.
import { newId } from '@/lib/core/ids';
import { POST } from '@/app/api/v1/projects/[project]/chips/[chip]/labelling/changes/route';
import { SaveReply } from '@/lib/domain/label/schema';
import { db } from '@/lib/server/db/client';
import { percentile } from '@/bench/percentile';
import { atMost, printRow } from '@/bench/row';
import { createChips, createMember, createProject, createToken } from '@/tests/server/factories';

const PEOPLE = 32;
const CELLS = 64;
const SECONDS = 15;
const BURST = 10;
const TARGET_MS = 50;

interface Client {
  token: string;
  chip: string;
  revision: number;
  code: number;
}

function print(name: string, value: number, unit: string, most: number | null = null): void {
  printRow({ name, value: Number(value.toPrecision(3)), unit, ...atMost(value, most, unit) });
}

const project = await createProject({ rows: 8, cols: 8 });
const chips = await createChips(project, PEOPLE);
const clients = await Promise.all(
  chips.map(async (chip): Promise<Client> => {
    const person = await createMember(project, 'LABELER');
    return { token: await createToken(['label'], person), chip: chip.id, revision: 0, code: 0 };
  }),
);

/** Saves one stroke over the whole chip and gives the milliseconds that it took. */
async function save(client: Client): Promise<number> {
  const after = client.code === 16 ? 17 : 16;
  const body = {
    saveId: newId(),
    baseRevision: client.revision,
    openedMs: 1000,
    changes: Array.from({ length: CELLS }, (_, cell) => ({
      cell,
      before: client.code,
      after,
      source: 'hand',
      shown: null,
    })),
  };
  const request = new Request('http://127.0.0.1/', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' },
  });
  const params = Promise.resolve({ project: project.slug, chip: client.chip });
  const started = performance.now();
  const response = await POST(request, { params });
  const ms = performance.now() - started;
  const reply = SaveReply.parse(await response.json());
  if (reply.applied.length !== CELLS) throw new Error('a save was not applied whole');
  client.revision = reply.revision;
  client.code = after;
  return ms;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

await Promise.all(clients.map((client) => save(client)));
const end = performance.now() + SECONDS * 1000;
const times = (
  await Promise.all(
    clients.map(async (client) => {
      const own: number[] = [];
      while (performance.now() < end) {
        await pause(500 + Math.random() * 1000);
        own.push(await save(client));
      }
      return own;
    }),
  )
)
  .flat()
  .sort((a, b) => a - b);
const p95 = percentile(times, 0.95);
print('save of a 64-cell stroke, 32 people labelling, p50', percentile(times, 0.5), 'ms');
print('save of a 64-cell stroke, 32 people labelling, p95', p95, 'ms', TARGET_MS);

const started = performance.now();
await Promise.all(
  clients.map(async (client) => {
    for (let n = 0; n < BURST; n += 1) await save(client);
  }),
);
const seconds = (performance.now() - started) / 1000;
print('saves of 64 cells without pauses, 32 clients', (PEOPLE * BURST) / seconds, 'saves/s');
await db().$disconnect();
