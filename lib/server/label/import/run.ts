import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { newId } from '@/lib/core/ids';
import { note } from '@/lib/server/audit/mutations';
import { AppError } from '@/lib/server/app-error';
import { CODE_WORDS } from '@/lib/domain/label/file';
import type { LabelImportQuery, LabelImportReply } from '@/lib/domain/label/file';
import { isDecided } from '@/lib/domain/label/cell-code';
import type { Person, ProjectScope } from '@/lib/server/auth/gate';
import { listClasses } from '@/lib/server/class/data';
import type { Db } from '@/lib/server/db/client';
import { findSource } from '@/lib/server/guest/data';
import { sourceOf } from '@/lib/server/guest/mutations';
import { openCsv } from '@/lib/server/label/import/csv';
import { gather } from '@/lib/server/label/import/gather';
import type { Gathered } from '@/lib/server/label/import/gather';
import { readJsonLabels } from '@/lib/server/label/import/geojson';
import type { LabelFile } from '@/lib/server/label/import/lines';
import { inOneImport, readChipsNow, writeLabellings } from '@/lib/server/label/import/mutations';
import type { ChipNow, NewLabelling, Target } from '@/lib/server/label/import/mutations';
import { readVoc } from '@/lib/server/label/import/voc';

/** Chips that are looked at and written in one go. */
const BATCH = 500;

/**
 * Imports a labels file (rules at LabelImportQuery), or with `preview` says what it would do. Files are read as streams, in
 * turns with other requests; of CSV memory grows with the cells that it touches, a byte each, not with its lines. Everything comes in within one transaction.
 * @throws AppError `invalid` when the file cannot be read, or when lines have problems and they are not to be skipped: then
 * nothing was written, and the problem's `report` is the preview
 */
export async function importLabels(
  scope: ProjectScope,
  person: Person,
  request: Request,
  query: LabelImportQuery,
): Promise<LabelImportReply> {
  const gathered = await gather(scope, await openFile(request), query);
  if (query.confirm && query.outside !== undefined) {
    throw new AppError('invalid', 'labelImport.outsideConfirm');
  }
  const target = query.confirm ? null : await targetOf(scope, person, query.outside);
  if (query.preview)
    return await report(scope, gathered, await previewLabellings(gathered, query, target));
  if (gathered.problemCount > 0 && query.problems === 'stop') {
    const preview = await report(scope, gathered, await previewLabellings(gathered, query, target));
    const { problemCount, lines, problems } = gathered;
    const [first] = problems;
    throw new AppError(
      'invalid',
      'labelImport.problems',
      { problems: problemCount, lines, line: first?.line ?? 0, first: first?.text ?? '' },
      { report: preview },
    );
  }
  const outcome = await inOneImport(async (tx) => {
    const { outside: source } = query;
    const { projectId } = scope;
    const named = source === undefined ? null : { projectId, source, name: `Outside: ${source}` };
    const to = named ? await sourceOf(tx, named) : target;
    const sorted = await sortLabellings(tx, gathered, query, to, async (labellings) => {
      await writeLabellings(tx, labellings, { target: to, actorId: person.userId });
    });
    await note(tx, 'labels.import', {
      projectId,
      thing: { kind: 'project', id: projectId, name: scope.name },
      after: {
        ...{ kind: gathered.kind, lines: gathered.lines, confirmed: query.confirm },
        ...{ written: sorted.written, unchanged: sorted.unchanged, kept: sorted.kept },
        ...(source === undefined ? {} : { outside: source }),
      },
    });
    return sorted;
  });
  return { ...(await report(scope, gathered, outcome)), written: true };
}

/** Whose labels they are: the importer's own, or those of a source of unknown reliability, which nobody has made before its first labels. */
async function targetOf(
  { projectId }: ProjectScope,
  person: Person,
  source: string | undefined,
): Promise<string> {
  if (source === undefined) return person.userId;
  return (await findSource(projectId, source)) ?? newId();
}

async function openFile(request: Request): Promise<LabelFile> {
  if (!request.body) throw new AppError('invalid', 'labelImport.noFile');
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  const body = Readable.fromWeb(request.body as ReadableStream);
  if (type === 'application/geo+json' || type === 'application/json') {
    return await readJsonLabels(body as AsyncIterable<Uint8Array>);
  }
  if (type === 'text/xml' || type === 'application/xml') {
    return await readVoc(body as AsyncIterable<Uint8Array>);
  }
  return await openCsv(body);
}

interface Outcome {
  written: number;
  unchanged: number;
  kept: number;
  cells: Map<number, number>;
}

async function previewLabellings(
  gathered: Gathered,
  query: LabelImportQuery,
  target: Target,
): Promise<Outcome> {
  return await inOneImport((tx) =>
    sortLabellings(tx, gathered, { ...query, preview: true }, target, () => Promise.resolve()),
  );
}

/** Sorts the labellings by what the chips have already and hands those to be written to `write`, batch by batch. */
async function sortLabellings(
  tx: Db,
  { labellings }: Gathered,
  query: LabelImportQuery,
  target: Target,
  write: (labellings: NewLabelling[]) => Promise<void>,
): Promise<Outcome> {
  const outcome: Outcome = { written: 0, unchanged: 0, kept: 0, cells: new Map() };
  // in one order everywhere, so that two imports wait for each other and never lock up
  const ids = [...labellings.keys()].sort();
  for (let from = 0; from < ids.length; from += BATCH) {
    const chips = await readChipsNow(tx, ids.slice(from, from + BATCH), target, !query.preview);
    const toWrite: NewLabelling[] = [];
    for (const now of chips) {
      const cells = labellings.get(now.id)?.cells;
      if (!cells) continue;
      const fate = fateOf(now, cells, query);
      outcome[fate] += 1;
      if (fate !== 'written') continue;
      toWrite.push({ now, cells });
      for (const code of cells) outcome.cells.set(code, (outcome.cells.get(code) ?? 0) + 1);
    }
    if (toWrite.length > 0) await write(toWrite);
  }
  return outcome;
}

function fateOf(
  now: ChipNow,
  cells: Uint8Array,
  { confirm, replace }: LabelImportQuery,
): 'written' | 'unchanged' | 'kept' {
  const done = confirm ? now.status === 'CONFIRMED' : now.labellingStatus === 'SUBMITTED';
  if (done && now.cells && Buffer.compare(now.cells, cells) === 0) return 'unchanged';
  if (replace) return 'written';
  const worked = confirm ? now.status !== 'UNTOUCHED' : (now.cells?.some(isDecided) ?? false);
  return worked ? 'kept' : 'written';
}

async function report(
  scope: ProjectScope,
  gathered: Gathered,
  { cells, ...chips }: Outcome,
): Promise<LabelImportReply> {
  const classes = await listClasses(scope);
  const names = new Map([...CODE_WORDS, ...classes.map((c) => [c.code, c.name] as const)]);
  const { kind, lines, placed, inMargin, assets, problemCount, problems } = gathered;
  return {
    written: false,
    kind,
    lines,
    placed,
    inMargin,
    assets,
    chips,
    cells: [...cells]
      .sort(([a], [b]) => a - b)
      .map(([code, n]) => ({ code, name: names.get(code) ?? String(code), cells: n })),
    problemCount,
    problems,
  };
}
