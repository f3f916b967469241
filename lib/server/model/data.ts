import { Manifest } from '@/lib/contracts/package';
import { TrainMetrics } from '@/lib/contracts/result';
import { AppError } from '@/lib/server/app-error';
import type { ProjectId } from '@/lib/core/ids';
import { ABSENT } from '@/lib/domain/label/cell-code';
import type {
  ChampionReply,
  VersionDetail,
  VersionKey,
  VersionView,
} from '@/lib/domain/model/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { db } from '@/lib/server/db/client';
import { deployedVersion, thresholdsInForce } from '@/lib/server/proposal/data';
import { namesOf } from '@/lib/server/user/data';

const VIEW = {
  id: true,
  number: true,
  name: true,
  status: true,
  manifestSha: true,
  metrics: true,
  jobId: true,
  createdAt: true,
  deployedAt: true,
  deployedById: true,
  snapshot: { select: { number: true, sha256: true, chips: true, cells: true } },
} as const;

/** The versions of a project, newest first, with the figures of their training. */
export async function listVersions(project: ProjectScope): Promise<VersionView[]> {
  const rows = await db().modelVersion.findMany({
    where: { projectId: project.projectId },
    orderBy: { number: 'desc' },
    select: VIEW,
  });
  const people = await namesOf(rows.map((row) => row.deployedById));
  return rows.map((row) => toView(row, people));
}

/**
 * A version of the project, or by its id a base model, which belongs to every project.
 * @throws AppError `not_found`
 */
export async function readVersion(project: ProjectScope, key: VersionKey): Promise<VersionDetail> {
  const row = await db().modelVersion.findFirst({
    where: within(project, key),
    select: {
      ...VIEW,
      manifest: true,
      parent: { select: { id: true, name: true, manifestSha: true } },
    },
  });
  if (!row) throw noVersion();
  const manifest = Manifest.parse(row.manifest);
  return {
    ...toView(row, await namesOf([row.deployedById])),
    manifest,
    parent: row.parent,
    filesUrl: filesUrl(project, row.id),
    bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
  };
}

/** The object behind a file of a version's package; "manifest.json" is the manifest's own bytes. */
export async function findPackageFile(
  project: ProjectScope,
  key: VersionKey,
  path: string,
): Promise<string> {
  const row = await db().modelVersion.findFirst({
    where: within(project, key),
    select: { manifestSha: true, manifest: true },
  });
  if (!row) throw noVersion();
  if (path === 'manifest.json') return row.manifestSha;
  const file = Manifest.parse(row.manifest).files.find((entry) => entry.path === path);
  if (!file) throw new AppError('not_found', 'model.noFile');
  return file.sha256;
}

/** What the label page's browser loads: the deployed version, or why there is none. */
export async function readChampion(project: ProjectScope): Promise<ChampionReply> {
  const version = await deployedVersion(project.projectId);
  if (!version) {
    const base = await findBase();
    return {
      version: null,
      why: await whyNoChampion(project.projectId),
      thresholds: await thresholdsInForce(project.projectId),
      base: base && { id: base.id, manifestUrl: manifestUrl(project, base.id) },
    };
  }
  const { id, number, name, thresholds } = version;
  const { metrics } = await db().modelVersion.findUniqueOrThrow({
    where: { id },
    select: { metrics: true },
  });
  return {
    version: { id, number, name },
    manifestUrl: manifestUrl(project, id),
    test: marksOnTest(metrics),
    thresholds,
  };
}

/** How many of a version's class marks on its test cells were right and wrong (rows of the confusion are the truth). */
function marksOnTest(metrics: unknown): { right: number; wrong: number } | null {
  const read = TrainMetrics.safeParse(metrics);
  if (!read.success || read.data.test.cells === 0) return null;
  const { classes, confusion } = read.data.candidate;
  // the outputs come absent first: `classes` has no entry for it where the trainer leaves it out
  const absent = confusion.length - classes.length;
  const marks = { right: 0, wrong: 0 };
  confusion.forEach((row, truth) =>
    row.forEach((cells, said) => {
      if (said < absent || classes[said - absent]?.code === ABSENT) return;
      if (said === truth) marks.right += cells;
      else marks.wrong += cells;
    }),
  );
  return marks;
}

/** The base model that new versions start from: the one registered last; null before set-up has made one. */
export async function findBase() {
  return await db().modelVersion.findFirst({
    where: { projectId: null, status: 'BASE' },
    orderBy: { createdAt: 'desc' },
    select: { id: true, name: true, manifestSha: true, manifest: true },
  });
}

/** Package of any version by id, for a runner's job; null when it is gone. */
export async function findPackage(
  id: string,
): Promise<{ name: string; manifestSha: string; manifest: Manifest } | null> {
  const row = await db().modelVersion.findUnique({
    where: { id },
    select: { name: true, manifestSha: true, manifest: true },
  });
  return row && { ...row, manifest: Manifest.parse(row.manifest) };
}

/** Id and name of a version of the project that has outputs. @throws AppError `not_found` */
export async function findVersionRef(
  project: ProjectScope,
  key: VersionKey,
): Promise<{ id: string; name: string }> {
  const row = await db().modelVersion.findFirst({
    where: { projectId: project.projectId, ...byKey(key) },
    select: { id: true, name: true },
  });
  if (!row) throw noVersion();
  return row;
}

/** Name and classes of a project, for a dataset's header. */
export async function readHeaderParts(projectId: ProjectId) {
  const project = await db().project.findUniqueOrThrow({
    where: { id: projectId },
    select: {
      id: true,
      name: true,
      classes: {
        orderBy: { index: 'asc' },
        select: { id: true, index: true, name: true, archivedAt: true },
      },
    },
  });
  const { classes, ...rest } = project;
  return {
    project: rest,
    classes: classes.map(({ archivedAt, ...c }) => ({ ...c, archived: archivedAt !== null })),
  };
}

async function whyNoChampion(projectId: ProjectId): Promise<string> {
  const candidates = await db().modelVersion.count({ where: { projectId } });
  return candidates > 0
    ? 'No model version is deployed yet. An admin can deploy one on the Models page.'
    : 'No model has been trained yet. An admin can train one on the Models page once some chips are confirmed.';
}

function within(project: ProjectScope, key: VersionKey) {
  const own = { projectId: project.projectId, ...byKey(key) };
  return typeof key === 'string' ? { OR: [own, { projectId: null, id: key }] } : own;
}

function byKey(key: VersionKey): { id: string } | { number: number } {
  return typeof key === 'string' ? { id: key } : { number: key };
}

function manifestUrl(project: ProjectScope, versionId: string): string {
  return `${filesUrl(project, versionId)}/manifest.json`;
}

/** By the version's id, so that no address ever changes its content. */
function filesUrl(project: ProjectScope, versionId: string): string {
  return `/api/v1/projects/${project.slug}/models/${versionId}/files`;
}

function noVersion(): AppError {
  return new AppError('not_found', 'model.missing');
}

interface VersionRow {
  id: string;
  number: number;
  name: string;
  status: VersionView['status'];
  manifestSha: string;
  metrics: unknown;
  jobId: string | null;
  createdAt: Date;
  deployedAt: Date | null;
  deployedById: string | null;
  snapshot: VersionView['snapshot'];
}

function toView(row: VersionRow, people: Map<string, string>): VersionView {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    status: row.status,
    manifestSha: row.manifestSha,
    snapshot: row.snapshot,
    metrics: row.metrics === null ? null : TrainMetrics.parse(row.metrics),
    jobId: row.jobId,
    createdAt: row.createdAt.toISOString(),
    deployedAt: row.deployedAt?.toISOString() ?? null,
    deployedBy: row.deployedById === null ? null : (people.get(row.deployedById) ?? null),
  };
}
