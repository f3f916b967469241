import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { connect } from '@/cli/client';
import type { Client } from '@/cli/client';
import { AssetPage } from '@/lib/domain/asset/schema';
import { ChipPage } from '@/lib/domain/chip/schema';
import type { ChipView } from '@/lib/domain/chip/schema';
import { hasEnded, JobView } from '@/lib/domain/job/schema';
import { LabelImportReply } from '@/lib/domain/label/file';
import { DeployReply, VersionList } from '@/lib/domain/model/schema';
import { ProjectLine } from '@/lib/domain/project/schema';
import { TrainingStarted } from '@/lib/domain/training/schema';
import { run, say, SetupError, step } from '../setup/console.mjs';
import { labelsCsv } from './labels';
import { sendPictures } from './pictures';
import { PICTURES, PROJECT, SLUG, SPLIT_SALT } from './tree-crowns';
import { withOwnerToken } from './owner-token';

interface DemoOptions {
  home: string;
  venv: string;
  origin: string;
}

/**
 * Makes the demo project and its first model by the API that the pages use, once; a set-up that was interrupted goes on
 * where it stopped.
 */
export async function ensureDemo({ home, venv, origin }: DemoOptions): Promise<void> {
  const done = path.join(home, 'demo.done');
  if (await exists(done)) return;
  await step('demo', 'making the demo project: tree crowns on aerial pictures', () =>
    withOwnerToken(async (token) => {
      const client = connect(origin, token);
      const pictures = await fetchPictures(home, venv);
      await ensureProject(client);
      await sendPictures(client, SLUG, pictures);
      await importLabels(client, pictures);
      await trainAndDeploy(client);
    }),
  );
  await writeFile(done, '');
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** The pictures' folder: the data of a Python package, installed beside everything else and never imported. */
async function fetchPictures(home: string, venv: string): Promise<string> {
  const target = path.join(home, 'demo');
  const data = path.join(target, 'deepforest', 'data');
  if (!(await exists(path.join(data, PICTURES[0].file)))) {
    await run('demo', path.join(venv, 'bin', 'python'), [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'],
      ...['--upgrade', '--target', target, 'deepforest==2.1.0'],
    ]);
  }
  return data;
}

async function ensureProject(client: Client): Promise<void> {
  const { items } = await client.call(z.object({ items: z.array(ProjectLine) }), '/projects');
  if (!items.some((project) => project.slug === SLUG)) {
    // not by the API: only here a project may choose its name in addresses and how its ground is split
    const { createProject } = await import('@/lib/server/project/mutations');
    await createProject(null, PROJECT, {
      slug: SLUG,
      splitSalt: SPLIT_SALT,
      // the demo shows proposals on every chip
      controlPercent: 0,
    });
  }
  for (const role of ['LABELER', 'REVIEWER', 'ADMIN']) {
    const email = `${role.toLowerCase()}@quadrat.local`;
    await client.call(z.unknown(), `/projects/${SLUG}/members/${email}`, {
      method: 'PUT',
      body: { role },
    });
  }
}

/** Labels two chips of three in every split; the third waits for people. */
async function importLabels(client: Client, pictures: string): Promise<void> {
  const chips = await allChips(client);
  if (chips.some((chip) => chip.status !== 'UNTOUCHED')) return;
  const reply = await client.fetch(`/projects/${SLUG}/labels?confirm=1`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: await labelsCsv(chips, pictures),
  });
  const { written, chips: labelled, problems } = LabelImportReply.parse(await reply.json());
  if (!written) throw new SetupError(`The demo's labels were refused: ${problems[0]?.text ?? ''}`);
  say('demo', `${String(labelled.written)} of ${String(chips.length)} chips have labels`);
}

async function allChips(client: Client): Promise<ChipView[]> {
  const assets = await client.call(AssetPage, `/projects/${SLUG}/assets`);
  if (assets.total !== PICTURES.length) {
    throw new SetupError(
      `The demo project has ${String(assets.total)} of its ${String(PICTURES.length)} pictures.`,
    );
  }
  const chips: ChipView[] = [];
  for (let cursor = 0; ;) {
    const page = await client.call(ChipPage, `/projects/${SLUG}/chips?cursor=${String(cursor)}`);
    chips.push(...page.items);
    if (page.nextCursor === undefined) return chips;
    cursor = page.nextCursor;
  }
}

async function trainAndDeploy(client: Client): Promise<void> {
  const { items } = await client.call(VersionList, `/projects/${SLUG}/models`);
  if (items.some((version) => version.status === 'CHAMPION')) return;
  const trained = items.find((version) => version.status === 'CANDIDATE');
  const name = trained?.name ?? (await train(client));
  await client.call(DeployReply, `/projects/${SLUG}/models/${name}/deploy`, { body: {} });
  say('demo', `${name} is deployed: its proposals show on the label page`);
}

/** Trains by the runner that was just started and returns the version's name. */
async function train(client: Client): Promise<string> {
  const { job } = await client.call(TrainingStarted, `/projects/${SLUG}/training`, { body: {} });
  for (;;) {
    const now = await client.call(JobView, `/projects/${SLUG}/jobs/${job.id}`);
    if (hasEnded(now.state)) {
      if (now.version) return now.version.name;
      throw new SetupError(
        `The first training of the demo project ended as ${now.state}: ${now.error?.message ?? 'no reason was given'}`,
      );
    }
    await sleep(500);
  }
}
