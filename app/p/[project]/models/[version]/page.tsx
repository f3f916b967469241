import Link from 'next/link';
import { notFound } from 'next/navigation';
import { describeLeftOut } from '@/lib/i18n/describe-left-out';
import { Comparison } from '@/components/models/comparison';
import { Confusion } from '@/components/models/confusion';
import { DecisionCard } from '@/components/models/decision-card';
import { LineageCard } from '@/components/models/lineage-card';
import { Reliability } from '@/components/models/reliability';
import { caution, verdict } from '@/components/models/describe-version';
import { Columns, Page } from '@/components/shell/page';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { When } from '@/components/ui/when';
import { AppError } from '@/lib/server/app-error';
import { VersionParams } from '@/lib/domain/model/schema';
import { rivalsOf } from '@/lib/domain/model/rivals';
import type { Rivals } from '@/lib/domain/model/rivals';
import type { VersionDetail } from '@/lib/domain/model/schema';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { gatePage } from '@/lib/server/auth/page';
import { listVersions, readVersion } from '@/lib/server/model/data';
import { readProject } from '@/lib/server/project/data';
import { deployedVersion } from '@/lib/server/proposal/data';
import { findSnapshot } from '@/lib/server/snapshot/data';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('modelVersion');

export default async function VersionPage(props: {
  params: Promise<{ project: string; version: string }>;
}) {
  const params = await props.params;
  const { person, project } = await gatePage(params.project, 'LABELER');
  const t = await getTranslations('models');
  const status = await getTranslations('common.versionStatus');
  const leftOut = await getTranslations('common.leftOut');
  const version = await open(project, params);
  const [versions, deployed, view, snapshot] = await Promise.all([
    listVersions(project),
    deployedVersion(project.projectId),
    readProject(project),
    version.snapshot && findSnapshot(project.projectId, { number: version.snapshot.number }),
  ]);
  const rivals = rivalsOf(version, versions, deployed, t('versionThen'));
  const isAdmin = project.role === 'ADMIN';
  return (
    <Page
      bar={{ person, project }}
      title={
        version.metrics
          ? verdict(version.name, rivals.then?.name ?? null, version.metrics, t)
          : version.name
      }
      note={
        <span className="flex flex-wrap items-center gap-x-2">
          <Link className="hover:underline" href={`/p/${project.slug}/models`}>
            {t('models')}
          </Link>
          / {version.name}
          <Badge variant={version.status === 'DEPLOYED' ? 'accent' : 'plain'}>
            {status(version.status)}
          </Badge>
          {t.rich('madeAt', { when: () => <When at={new Date(version.createdAt)} clock /> })}
        </span>
      }
    >
      <Columns
        main={
          <Figures
            version={version}
            rivals={rivals}
            colours={new Map(view.classes.map((c) => [c.code, c.colour]))}
          />
        }
        side={
          <>
            <DecisionCard
              slug={project.slug}
              version={version}
              deployed={deployed && { id: deployed.id, name: deployed.name }}
              caution={
                version.metrics &&
                caution(version.name, rivals.then?.name ?? null, version.metrics, t)
              }
              isAdmin={isAdmin && !project.archived}
            />
            <LineageCard
              slug={project.slug}
              version={version}
              leftOut={snapshot ? describeLeftOut(snapshot.summary, leftOut) : []}
              isAdmin={isAdmin}
            />
          </>
        }
      />
    </Page>
  );
}

async function Figures(props: {
  version: VersionDetail;
  rivals: Rivals;
  colours: ReadonlyMap<number, string>;
}) {
  const t = await getTranslations('models');
  const { version, rivals, colours } = props;
  const { then, now, deployed } = rivals;
  const rival = now ?? then;
  const { metrics } = version;
  if (!metrics) return <Card>{t('thisVersionCameInWithout')}</Card>;
  const { candidate, paired, test } = metrics;
  if (candidate.cells === 0) {
    return <Card title={t('figures')}>{t('noConfirmedChipLayIn')}</Card>;
  }
  const { cells } = candidate;
  return (
    <>
      <Card
        title={
          rival ? t('nameBesideName2', { name: version.name, name2: rival.name }) : t('figures')
        }
        note={t('theSameCellsTestCells', { cells, chips: test.chips })}
      >
        <Comparison name={version.name} candidate={candidate} deployed={rival} colours={colours} />
        {then && then.name !== deployed && (
          <p className="mt-2 text-text-2">
            {t('comparedWith', {
              name: version.name,
              then: then.name,
              now: deployed ?? '',
              which: deployed === null ? 'none' : now ? 'both' : 'then',
            })}
          </p>
        )}
        <p className="mt-2 text-caption text-text-3">
          {paired
            ? t('cellsWonWonLostLost', {
                then: then?.name ?? t('versionThen'),
                won: paired.won,
                lost: paired.lost,
                blocks: paired.blocks,
                p: paired.p,
              })
            : rival === null && t('noVersionWasDeployedWhen')}
        </p>
      </Card>
      <div className="grid gap-4 min-[760px]:grid-cols-[auto_minmax(0,1fr)]">
        <Card title={t('reliability')} note={t('nameAndN', { name: version.name, cells })}>
          <Reliability score={candidate} name={version.name} />
          <p className="mt-2 max-w-64 text-caption text-text-3">
            {t('calibratedOnCellsCellsMethod', {
              cells: metrics.calibration.cells,
              method: methodOf(metrics.calibration.method),
            })}
          </p>
        </Card>
        <Card title={t('confusion')} note={t('nameRowsAreTheTruth', { name: version.name })}>
          <Confusion score={candidate} />
        </Card>
      </div>
    </>
  );
}

/** The trainer's word for a calibration as the messages have it. */
function methodOf(method: string): string {
  if (method === 'temperature and bias') return 'temperatureAndBias';
  return method.startsWith('none') ? 'none' : method;
}

async function open(project: ProjectScope, params: unknown): Promise<VersionDetail> {
  const asked = VersionParams.safeParse(params);
  if (!asked.success) notFound();
  try {
    return await readVersion(project, asked.data.version);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
}
