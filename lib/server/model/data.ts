import { AnyManifest } from '@/lib/contracts/package';
import type { Manifest } from '@/lib/contracts/package';
import { TrainMetrics } from '@/lib/contracts/result';
import { AppError } from '@/lib/server/app-error';
import type { ProjectId } from '@/lib/core/ids';
import type { ErrorMessage } from '@/lib/domain/error/message';
import { ABSENT } from '@/lib/domain/label/cell-code';
import type {
  DeployedModelReply,
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
  declinedAt: true,
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
  const manifest = AnyManifest.parse(row.manifest);
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
  const file = AnyManifest.parse(row.manifest).files.find((entry) => entry.path === path);
  if (!file) throw new AppError('not_found', 'model.noFile');
  return file.sha256;
}

/** What the label page's browser loads: the deployed version, or why there is none. */
export async function readDeployedModel(project: ProjectScope): Promise<DeployedModelReply> {
  const version = await deployedVersion(project.projectId);
  if (!version) {
    const base = await findBase();
    return {
      version: null,
      why: await whyNoneDeployed(project.projectId),
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
    row.forEach((cells, predicted) => {
      if (predicted < absent || classes[predicted - absent]?.code === ABSENT) return;
      if (predicted === truth) marks.right += cells;
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
): Promise<{ id: string; name: string; manifestSha: string; manifest: Manifest } | null> {
  const row = await db().modelVersion.findUnique({
    where: { id },
    select: { id: true, name: true, manifestSha: true, manifest: true },
  });
  return row && { ...row, manifest: AnyManifest.parse(row.manifest) };
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

async function whyNoneDeployed(projectId: ProjectId): Promise<ErrorMessage> {
  const versions = await db().modelVersion.count({ where: { projectId } });
  return { key: versions > 0 ? 'model.notDeployed' : 'model.noneTrained' };
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
  declinedAt: Date | null;
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
    declinedAt: row.declinedAt?.toISOString() ?? null,
    deployedBy: row.deployedById === null ? null : (people.get(row.deployedById) ?? null),
  };
}
