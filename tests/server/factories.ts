import sharp from 'sharp';
import type { Prisma } from '@/generated/prisma/client';
import type { Asset, Chip, LabelClass, Project, User } from '@/generated/prisma/client';
import type { ChipStatus, LabellingKind, Role, Split } from '@/generated/prisma/enums';
import { instant } from '@/lib/core/clock';
import { newId, newSecret, projectIdOfRow } from '@/lib/core/ids';
import type { ProjectId, UserId } from '@/lib/core/ids';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { hashPassword } from '@/lib/server/auth/password';
import type { Scope } from '@/lib/domain/token/scope';
import { hashSecret } from '@/lib/server/auth/secret';
import { db } from '@/lib/server/db/client';
import { signInCookie } from '@/lib/server/session/mutations';
import { putObject } from '@/lib/server/objects/store';

/** Real rows and objects for server tests. Content is the same in every run; only ids and secrets are random. */

let serial = 0;
const next = (): number => (serial += 1);

export const PASSWORD = 'correct horse battery staple';
let passwordHash: Promise<string> | undefined;

/** A person whose password is PASSWORD. */
export async function createUser(values: Partial<Prisma.UserCreateInput> = {}): Promise<User> {
  const n = next();
  passwordHash ??= hashPassword(PASSWORD);
  return await db().user.create({
    data: {
      id: newId(),
      email: `person${String(n)}@example.org`,
      name: `Person ${String(n)}`,
      passwordHash: await passwordHash,
      ...values,
    },
  });
}

export type TestProject = Omit<Project, 'id'> & {
  id: ProjectId;
  classes: LabelClass[];
  scope: ProjectScope;
};

/**
 * A project with two classes ("Crown", code 16, and "Shrub", code 17), cells of 8 px, 4 x 4 a chip.
 * `scope` is what the gate would make for an admin of it.
 */
export async function createProject(
  values: Partial<Prisma.ProjectUncheckedCreateInput> = {},
): Promise<TestProject> {
  const n = next();
  const project = await db().project.create({
    data: {
      id: newId(),
      slug: `project-${String(n)}`,
      name: `Project ${String(n)}`,
      rule: 'A cell is a crown when the centre of a crown lies in it.',
      cellPx: 8,
      rows: 4,
      cols: 4,
      splitSalt: `salt-${String(n)}`,
      // a test says where it wants control chips
      controlPercent: 0,
      // and where a second person labels chips
      overlapPercent: 0,
      ...values,
    },
  });
  const names = ['Crown', 'Shrub'];
  for (const [index, name] of names.entries()) {
    await db().labelClass.create({
      data: {
        id: newId(),
        projectId: project.id,
        index,
        name,
        colour: ['#3fa34d', '#d98e04'][index] ?? '#888888',
      },
    });
  }
  const classes = await db().labelClass.findMany({
    where: { projectId: project.id },
    orderBy: { index: 'asc' },
  });
  const scope = scopeOf(project, 'ADMIN');
  return { ...project, id: scope.projectId, classes, scope };
}

/** The proof that the gate would hand to a member with this role. */
export function scopeOf(project: Pick<Project, 'id' | 'slug' | 'name'>, role: Role): ProjectScope {
  const { id, slug, name } = project;
  return { projectId: projectIdOfRow(id), slug, name, role, archived: false };
}

/** A cookie that signs a person in, as their browser sends it. */
export async function cookieOf(user: Pick<User, 'id'>): Promise<string> {
  const header = await signInCookie(user.id);
  return header.slice(0, header.indexOf(';'));
}

/** The branded id of a user, as the gate makes it. */
export function idOf(user: Pick<User, 'id'>): UserId {
  return user.id as UserId;
}

/** Makes a person a member of a project, or a new person when none is given. */
export async function createMember(
  project: Pick<Project, 'id'>,
  role: Role,
  user?: User,
): Promise<User> {
  const member = user ?? (await createUser());
  await db().membership.create({
    data: { userId: member.id, projectId: project.id, role },
  });
  return member;
}

/** A token's secret, as it goes into `Authorization: Bearer`; of a machine when no user is given. */
export async function createToken(
  scopes: readonly Scope[],
  user?: Pick<User, 'id'>,
): Promise<string> {
  const secret = `qd_${newSecret()}`;
  await db().apiToken.create({
    data: {
      id: newId(),
      userId: user?.id ?? null,
      name: `token ${String(next())}`,
      tokenHash: hashSecret(secret),
      scopes: [...scopes],
    },
  });
  return secret;
}

/** Bytes of a JPEG of one shade with a bright square, so that pictures differ by `seed`. */
export async function jpeg(width: number, height: number, seed = 0): Promise<Buffer> {
  const side = Math.max(1, Math.floor(Math.min(width, height) / 4));
  const square = await sharp({
    create: { width: side, height: side, channels: 3, background: { r: 240, g: 220, b: 90 } },
  })
    .png()
    .toBuffer();
  const spread = (k: number, room: number): number => (seed * k) % Math.max(1, room - side);
  return await sharp({
    create: {
      width,
      height,
      channels: 3,
      background: { r: 40 + (seed % 40), g: 90, b: 50 + (Math.floor(seed / 40) % 40) },
    },
  })
    .composite([{ input: square, left: spread(7, width), top: spread(13, height) }])
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

/** An asset whose original lies in the store: a JPEG without georeference. */
export async function createAsset(
  project: Pick<Project, 'id'>,
  values: Partial<Prisma.AssetUncheckedCreateInput> & { width?: number; height?: number } = {},
): Promise<Asset> {
  const n = next();
  const { width = 128, height = 128 } = values;
  const original = await putObject(await jpeg(width, height, n));
  return await db().asset.create({
    data: {
      id: newId(),
      projectId: project.id,
      sha256: original.sha256,
      name: `asset-${String(n)}.jpg`,
      bytes: BigInt(original.bytes),
      mediaType: 'image/jpeg',
      width,
      height,
      bands: 3,
      bitDepth: 8,
      rendering: { bands: [0, 1, 2], stretch: null },
      provenance: { source: 'tests/server/factories.ts', licence: 'CC0-1.0' },
      ...values,
    },
  });
}

interface ChipValues {
  asset?: Asset;
  status?: ChipStatus;
  split?: Split;
}

/** `count` whole chips with pictures in the store, side by side on one asset, each in a split block of its own. */
export async function createChips(
  project: TestProject,
  count: number,
  { asset, status = 'UNTOUCHED', split = 'TRAIN' }: ChipValues = {},
): Promise<Chip[]> {
  const cellPx = project.cellPx ?? 8;
  const [width, height] = [project.cols * cellPx, project.rows * cellPx];
  const on = asset ?? (await createAsset(project, { width: width * count, height }));
  const last = await db().chip.aggregate({
    where: { projectId: project.id },
    _max: { number: true },
  });
  const taken = await db().chip.count({ where: { assetId: on.id } });
  const chips: Chip[] = [];
  for (let i = 0; i < count; i += 1) {
    const image = await putObject(await jpeg(width, height, next()));
    chips.push(
      await db().chip.create({
        data: {
          id: newId(),
          projectId: project.id,
          assetId: on.id,
          number: (last._max.number ?? 0) + i + 1,
          gridRow: 0,
          gridCol: taken + i,
          x: (taken + i) * width,
          y: 0,
          width,
          height,
          rows: project.rows,
          cols: project.cols,
          cellPx,
          imageSha: image.sha256,
          mediaType: 'image/jpeg',
          block: `${on.id}:${String(taken + i)}`,
          split,
          status,
          confirmedAt: status === 'CONFIRMED' ? instant() : null,
        },
      }),
    );
  }
  return chips;
}

interface LabellingValues {
  kind?: LabellingKind;
  user?: Pick<User, 'id'>;
  /** rows x cols codes, row-major */
  cells: readonly number[];
}

/** A labelling with the SEED event that it can be rebuilt from. A consensus unless a user is given. */
export async function createLabelling(
  chip: Pick<Chip, 'id'>,
  { user, kind = user ? 'PERSON' : 'CONSENSUS', cells }: LabellingValues,
) {
  const labelling = Uint8Array.from(cells);
  return await db().labelling.create({
    data: {
      id: newId(),
      chipId: chip.id,
      kind,
      userId: user?.id ?? null,
      cells: labelling,
      revision: 1,
      status: kind === 'CONSENSUS' ? 'ACCEPTED' : 'SUBMITTED',
      events: {
        create: {
          revision: 1,
          kind: 'SEED',
          source: 'import',
          seed: labelling,
          actorId: user?.id ?? null,
        },
      },
    },
  });
}
