import type { Command } from 'commander';
import { createTranslator } from 'use-intl';
import type { Context } from '@/cli/context';
import { contextOf } from '@/cli/context';
import { patiently, pause } from '@/cli/wait';
import { JobView, hasEnded } from '@/lib/domain/job/schema';
import { DeployReply, ProposeReply, VersionDetail, VersionList } from '@/lib/domain/model/schema';
import type { VersionView } from '@/lib/domain/model/schema';
import type { SnapshotSummary } from '@/lib/domain/snapshot/schema';
import { TrainingStarted, TrainingView } from '@/lib/domain/training/schema';
import { describeTrainsOn } from '@/lib/i18n/describe-trains-on';
import { en } from '@/lib/i18n/messages-en';

interface RetrainOptions {
  wait?: true;
  finetune?: true;
  deploy?: true;
}

/** `quadrat propose | retrain | deploy | models`. */
export function addModelCommands(program: Command): void {
  program
    .command('models <project>')
    .description('the versions of a project and their figures')
    .action(async (project: string, _options: object, command: Command) => {
      const { client, result } = await contextOf(command);
      const { items } = await client.call(VersionList, `/projects/${project}/models`);
      result(items, items.map(figures).join('\n') || 'No versions yet: quadrat retrain <project>');
    });

  program
    .command('retrain <project>')
    .description('train on what is confirmed now')
    .option('--wait', 'wait for the end and print the figures')
    .option('--finetune', 'fine-tune the backbone too (a GPU is worth it)')
    .option('--deploy', 'deploy the new version when it is there (implies --wait)')
    .action(async (project: string, options: RetrainOptions, command: Command) => {
      const context = await contextOf(command);
      const { client } = context;
      const ready = await client.call(TrainingView, `/projects/${project}/training`);
      if (ready.chips > 0) {
        for (const line of trainsOn(ready.summary)) context.note(line);
      }
      const started = await client.call(TrainingStarted, `/projects/${project}/training`, {
        body: { kind: options.finetune ? 'FINETUNE' : 'TRAIN_HEAD' },
      });
      if (!options.wait && !options.deploy) {
        context.result(started, `${started.job.id}\t${started.job.title}`);
        return;
      }
      const job = await ended(context, project, started.job.id);
      const version = await client.call(
        VersionDetail,
        `/projects/${project}/models/${job.version?.name ?? ''}`,
      );
      if (options.deploy) await deploy(context, project, version.name);
      context.result(version, figures(version));
    });

  program
    .command('deploy <project> <version>')
    .description('make a version the one that proposes; an older one again rolls back')
    .action(async (project: string, version: string, _options: object, command: Command) => {
      const context = await contextOf(command);
      const reply = await deploy(context, project, version);
      const before = reply.retired === null ? '' : ` instead of ${reply.retired}`;
      context.result(reply, `${reply.version.name} is deployed${before}`);
    });

  program
    .command('propose <project>')
    .description('have a version score chips, by default the deployed one what waits for review')
    .option('--version-name <version>', 'for instance v3')
    .option('--chips <which>', 'submitted, unlabelled or all', 'submitted')
    .option('--wait', 'wait for the end')
    .action(
      async (
        project: string,
        options: { versionName?: string; chips: string; wait?: true },
        command: Command,
      ) => {
        const context = await contextOf(command);
        const reply = await context.client.call(ProposeReply, `/projects/${project}/proposals`, {
          body: {
            chips: options.chips,
            ...(options.versionName === undefined ? {} : { version: options.versionName }),
          },
        });
        if (options.wait && reply.jobId !== null) await ended(context, project, reply.jobId);
        context.result(reply, `${String(reply.chips)} chips`);
      },
    );
}

/** What the training learns from, in the words of the Models page. */
function trainsOn(summary: SnapshotSummary): string[] {
  const english = { locale: 'en', messages: en } as const;
  return describeTrainsOn(
    summary,
    createTranslator({ ...english, namespace: 'models.trainsOn' }),
    createTranslator({ ...english, namespace: 'common.leftOut' }),
  );
}

function deploy({ client }: Context, project: string, version: string): Promise<DeployReply> {
  return client.call(DeployReply, `/projects/${project}/models/${version}/deploy`, { body: {} });
}

/** Waits for a job and says its progress; throws with the job's words when it did not succeed. */
async function ended(context: Context, project: string, id: string): Promise<JobView> {
  let last = '';
  for (;;) {
    const job = await patiently(
      () => context.client.call(JobView, `/projects/${project}/jobs/${id}`),
      context.note,
    );
    if (job.state === 'SUCCEEDED') return job;
    if (hasEnded(job.state)) {
      throw new Error(job.error?.message ?? `The job was ${job.state.toLowerCase()}.`);
    }
    const words = job.progress?.text ?? 'waiting for a runner';
    if (words !== last) context.note((last = words));
    await pause(1000);
  }
}

/** "v3  candidate  AP Tree crown 0.867 (0.84 to 0.89, n 1,280)". */
function figures(version: VersionView): string {
  const scores = version.metrics?.candidate.classes ?? [];
  const words = scores
    .filter((score) => score.code !== 1 && score.ap.value !== null)
    .map(({ name, ap }) => {
      const interval =
        ap.low === null || ap.high === null
          ? ''
          : `${ap.low.toFixed(2)} to ${ap.high.toFixed(2)}, `;
      return `AP ${name} ${ap.value?.toFixed(3) ?? ''} (${interval}n ${String(ap.n)})`;
    });
  return [version.name, version.status.toLowerCase(), ...words].join('\t');
}
