import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { connect } from '@/cli/client';
import type { Client } from '@/cli/client';
import { AssetPage } from '@/lib/domain/asset/schema';
import { ChipPage } from '@/lib/domain/chip/schema';
import type { ChipView } from '@/lib/domain/chip/schema';
import { hasEnded, JobList, JobView } from '@/lib/domain/job/schema';
import { LabelImportReply } from '@/lib/domain/label/file';
import { DeployReply, VersionList } from '@/lib/domain/model/schema';
import { ProjectList } from '@/lib/domain/project/schema';
import { TrainingStarted } from '@/lib/domain/training/schema';
import { run, say, SetupError, step } from '../setup/console.mjs';
import { cropPictures } from './crop';
import { labelForReview } from './labelers';
import { labelsCsv, readCrowns } from './labels';
import type { Crowns } from './labels';
import { dealChips } from './parts';
import { sendPictures } from './pictures';
import { withOwnerToken } from './token';
import { PICTURES, PROJECT, SLUG, SPLIT_SALT } from './tree-crowns';

interface DemoOptions {
  home: string;
  venv: string;
  origin: string;
}

/**
 * Makes the demo project by the API that the pages use, once: a deployed version, chips to label by its proposals, chips of
 * made-up labelers to review, and a candidate to compare and deploy. A set-up that was interrupted goes on where it stopped.
 */
export async function ensureDemo({ home, venv, origin }: DemoOptions): Promise<void> {
  const done = path.join(home, 'demo.done');
  if (await exists(done)) return;
  await step('demo', 'making the demo project: tree crowns on aerial pictures', () =>
    withOwnerToken(async (token) => {
      const client = connect(origin, token);
      const data = await fetchPictures(home, venv);
      const crowns = await readCrowns(data);
      await ensureProject(client);
      await sendPictures(
        client,
        SLUG,
        await cropPictures(data, path.join(home, 'demo', 'cropped')),
      );
      const { first, second, review } = dealChips(await allChips(client));
      await importLabels(client, first, crowns);
      await deployFirst(client);
      await untilScored(client);
      await labelForReview(client, review, crowns);
      await importLabels(client, second, crowns);
      await ensureCandidate(client);
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
  const { items } = await client.call(ProjectList, '/projects');
  if (!items.some((project) => project.slug === SLUG)) {
    // not by the API: only here a project may choose its name in addresses and how its ground is split
    const { createProject } = await import('@/lib/server/project/mutations');
    await createProject(null, PROJECT, {
      slug: SLUG,
      splitSalt: SPLIT_SALT,
      // the demo shows proposals on every chip
      controlPercent: 0,
      overlapPercent: 0,
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

/** Confirmed labels, as a labels file brings them in. */
async function importLabels(
  client: Client,
  chips: readonly ChipView[],
  crowns: Crowns,
): Promise<void> {
  if (chips.every(({ status }) => status !== 'UNTOUCHED')) return;
  const reply = await client.fetch(`/projects/${SLUG}/labels?confirm=1`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: labelsCsv(chips, crowns),
  });
  const { written, chips: labelled, problems } = LabelImportReply.parse(await reply.json());
  if (!written) throw new SetupError(`The demo's labels were refused: ${problems[0]?.text ?? ''}`);
  say('demo', `${String(labelled.written)} chips have confirmed labels`);
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

async function deployFirst(client: Client): Promise<void> {
  const { items } = await client.call(VersionList, `/projects/${SLUG}/models`);
  if (items.some((version) => version.status === 'DEPLOYED')) return;
  const trained = items.find((version) => version.status === 'CANDIDATE');
  const name = trained?.name ?? (await train(client));
  await client.call(DeployReply, `/projects/${SLUG}/models/${name}/deploy`, { body: {} });
  say('demo', `${name} is deployed: its proposals show on the label page`);
}

/** Waits until the runner has scored what the deployment asked it to: review is in the order of these scores. */
async function untilScored(client: Client): Promise<void> {
  for (;;) {
    const { items } = await client.call(JobList, `/projects/${SLUG}/jobs?kind=INFER`);
    const failed = items.find(({ state }) => state === 'FAILED');
    if (failed) {
      throw new SetupError(
        `The demo's chips could not be scored: ${failed.error?.message ?? 'no reason was given'}`,
      );
    }
    if (items.every(({ state }) => hasEnded(state))) return;
    await sleep(300);
  }
}

async function ensureCandidate(client: Client): Promise<void> {
  const { items } = await client.call(VersionList, `/projects/${SLUG}/models`);
  if (items.some((version) => version.status !== 'DEPLOYED')) return;
  say('demo', `${await train(client)} waits beside it to be compared and deployed`);
}

/** Trains by the runner that was just started and returns the version's name. */
async function train(client: Client): Promise<string> {
  const { job } = await client.call(TrainingStarted, `/projects/${SLUG}/training`, { body: {} });
  for (;;) {
    const now = await client.call(JobView, `/projects/${SLUG}/jobs/${job.id}`);
    if (hasEnded(now.state)) {
      if (now.version) return now.version.name;
      throw new SetupError(
        `A training of the demo project ended as ${now.state}: ${now.error?.message ?? 'no reason was given'}`,
      );
    }
    await sleep(500);
  }
}
