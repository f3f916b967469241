import type { ChipStatus, Split } from '@/generated/prisma/enums';
import type { ProjectId } from '@/lib/core/ids';
import { SnapshotSummary } from '@/lib/domain/snapshot/schema';
import type { SnapshotView } from '@/lib/domain/snapshot/schema';
import { db } from '@/lib/server/db/client';
import { readChipCounts } from '@/lib/server/chip/counts/data';
import type { Db } from '@/lib/server/db/client';
import { readConfirmed } from '@/lib/server/snapshot/confirmed/data';
import type { ConfirmedCount } from '@/lib/server/snapshot/confirmed/data';
import { namesOf } from '@/lib/server/user/data';

/** Chips in one read: a few hundred keep memory flat and the number of reads low. */
const PAGE = 500;
const FREEZE_TIMEOUT_MS = 600_000;

/** A chip of a snapshot with its asset and its reviewed labels (null where there are none). */
export interface ConfirmedChip {
  id: string;
  number: number;
  gridRow: number;
  gridCol: number;
  x: number;
  y: number;
  width: number;
  height: number;
  rows: number;
  cols: number;
  cellPx: number;
  imageSha: string;
  mediaType: string;
  block: string;
  split: Split;
  assetId: string;
  asset: { sha256: string; name: string };
  cells: Uint8Array | null;
}

/** What a snapshot is made of, all as it was at one instant, but the chips themselves. */
export interface FrozenHead {
  project: { id: string; name: string };
  classes: { id: string; index: number; name: string; archived: boolean }[];
  /** chips by status */
  others: { status: ChipStatus; chips: number }[];
  /** what confirmed chips hold */
  confirmed: ConfirmedCount[];
}

export interface FrozenView extends FrozenHead {
  /** confirmed chips by number, read page by page */
  chips: () => AsyncGenerator<ConfirmedChip>;
}

/** Runs `work` on one consistent view of a project's labels: saves that come meanwhile are not seen. */
export async function withFrozenView<T>(
  projectId: ProjectId,
  work: (view: FrozenView) => Promise<T>,
): Promise<T> {
  return await db().$transaction(
    async (tx) => {
      const head = await readFrozenHead(projectId, tx);
      return await work({ ...head, chips: () => confirmedChips(tx, projectId) });
    },
    { isolationLevel: 'RepeatableRead', timeout: FREEZE_TIMEOUT_MS, maxWait: 20_000 },
  );
}

/** All of a snapshot made now but its chips, by the figures that are counted where they change. */
export async function readFrozenHead(projectId: ProjectId, client: Db = db()): Promise<FrozenHead> {
  const project = await client.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { id: true, name: true },
  });
  const classes = await client.labelClass.findMany({
    where: { projectId },
    orderBy: { index: 'asc' },
    select: { id: true, index: true, name: true, archivedAt: true },
  });
  const counts = await readChipCounts([projectId], client);
  const statuses = new Map<ChipStatus, number>();
  for (const { status, chips } of counts) statuses.set(status, (statuses.get(status) ?? 0) + chips);
  return {
    project,
    classes: classes.map(({ archivedAt, ...c }) => ({ ...c, archived: archivedAt !== null })),
    others: [...statuses].map(([status, chips]) => ({ status, chips })),
    confirmed: await readConfirmed(projectId, client),
  };
}

async function* confirmedChips(tx: Db, projectId: ProjectId): AsyncGenerator<ConfirmedChip> {
  for (let last = 0; ;) {
    const page = await tx.chip.findMany({
      where: { projectId, status: 'CONFIRMED', number: { gt: last } },
      orderBy: { number: 'asc' },
      take: PAGE,
      include: {
        asset: { select: { sha256: true, name: true } },
        labellings: { where: { kind: 'CONSENSUS' }, select: { cells: true } },
      },
    });
    for (const { labellings, ...chip } of page) {
      yield { ...chip, cells: labellings[0]?.cells ?? null };
    }
    if (page.length < PAGE) return;
    last = page.at(-1)?.number ?? last;
  }
}

const VIEW = {
  id: true,
  projectId: true,
  number: true,
  sha256: true,
  chips: true,
  cells: true,
  summary: true,
  createdById: true,
  createdAt: true,
  versions: { select: { name: true }, orderBy: { number: 'asc' } },
} as const;

/** All snapshots of a project, newest first. */
export async function listSnapshots(projectId: ProjectId): Promise<SnapshotView[]> {
  const rows = await db().snapshot.findMany({
    where: { projectId },
    orderBy: { number: 'desc' },
    select: VIEW,
  });
  const people = await namesOf(rows.map((row) => row.createdById));
  return rows.map((row) => toView(row, people));
}

/** One snapshot of a project by its number, its content's fingerprint or its id; null when there is none. */
export async function findSnapshot(
  projectId: ProjectId,
  key: { number: number } | { fingerprint: string } | { id: string },
): Promise<SnapshotView | null> {
  const row = await db().snapshot.findFirst({ where: { projectId, ...key }, select: VIEW });
  return row && toView(row, await namesOf([row.createdById]));
}

/** Hash of a snapshot's content by its id, or null. */
export async function findSnapshotSha(id: string): Promise<string | null> {
  const row = await db().snapshot.findUnique({ where: { id }, select: { sha256: true } });
  return row?.sha256 ?? null;
}

interface SnapshotRow {
  id: string;
  number: number;
  sha256: string;
  chips: number;
  cells: number;
  summary: unknown;
  createdById: string | null;
  createdAt: Date;
  versions: { name: string }[];
}

function toView(row: SnapshotRow, people: Map<string, string>): SnapshotView {
  return {
    id: row.id,
    number: row.number,
    sha256: row.sha256,
    chips: row.chips,
    cells: row.cells,
    summary: SnapshotSummary.parse(row.summary),
    by: row.createdById === null ? null : (people.get(row.createdById) ?? null),
    createdAt: row.createdAt.toISOString(),
    versions: row.versions.map((version) => version.name),
  };
}
