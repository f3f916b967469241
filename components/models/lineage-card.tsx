import Link from 'next/link';
import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import type { VersionDetail } from '@/lib/domain/model/schema';

/** Where a version comes from, every part by its hash. */
export function LineageCard(props: {
  slug: string;
  version: VersionDetail;
  /** what its snapshot left out, in words */
  leftOut: readonly string[];
  isAdmin: boolean;
}) {
  const { slug, version, leftOut, isAdmin } = props;
  const { manifest, metrics, snapshot, parent } = version;
  const { golden, lineage } = manifest;
  const { created, code, seed } = lineage;
  return (
    <Card title="Lineage" note="every part by its hash">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 [&_dt]:text-caption [&_dt]:text-text-2">
        {snapshot && (
          <Line name="Snapshot">
            S{snapshot.number} <Hash value={snapshot.sha256} />,{' '}
            {snapshot.chips.toLocaleString('en')} chips, {snapshot.cells.toLocaleString('en')} cells
          </Line>
        )}
        {metrics && (
          <Line name="Split">
            {metrics.train.chips.toLocaleString('en')} train,{' '}
            {metrics.calibration.chips.toLocaleString('en')} calibration,{' '}
            {metrics.test.chips.toLocaleString('en')} test chips, by ground
          </Line>
        )}
        {leftOut.length > 0 && <Line name="Left out">{leftOut.join(', ')}</Line>}
        {parent && (
          <Line name="Parent">
            {parent.name} <Hash value={parent.manifestSha} />
          </Line>
        )}
        <Line name="Recipe">
          {recipe(lineage.params)}, seed {seed}
        </Line>
        <Line name="Code">
          <span className="break-all">{code}</span>, {created.slice(0, 10)}
        </Line>
        <Line name="Backbone">
          {manifest.backbone.id} <Hash value={manifest.backbone.sha256} />
        </Line>
        <Line name="Package">
          <a
            className="hover:underline"
            href={`${version.filesUrl}/manifest.json`}
            title="manifest.json"
          >
            {version.name} <Hash value={version.manifestSha} />
          </a>
          , {(version.bytes / 1e6).toFixed(1)} MB
        </Line>
        <Line name="Parity">
          {golden.chips.length} golden chip{golden.chips.length === 1 ? '' : 's'}, checked by the
          trainer and by every browser that loads it: at most {golden.tolerance.cpu} apart on a CPU,{' '}
          {golden.tolerance.gpu} on a GPU
        </Line>
        {metrics && (
          <Line name="Took">
            {secondsOf(metrics.seconds)}; features of {metrics.cache.hits.toLocaleString('en')}{' '}
            chips from the cache, {metrics.cache.misses.toLocaleString('en')} extracted
          </Line>
        )}
        {version.jobId !== null && isAdmin && (
          <Line name="Job">
            <Link
              className="text-accent hover:underline"
              href={`/p/${slug}/models/jobs/${version.jobId}`}
            >
              its log
            </Link>
          </Line>
        )}
      </dl>
    </Card>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="pt-0.5">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

/** The first eight digits; all of them on hover. */
function Hash({ value }: { value: string }) {
  return (
    <span className="font-mono text-caption text-text-2" title={value}>
      {value.slice(0, 8)}
    </span>
  );
}

function recipe(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .filter(([key]) => key !== 'seed')
    .map(([key, value]) => (key === 'kind' ? String(value) : `${key} ${String(value)}`))
    .join(', ');
}

/** The stages in the order in which they run. */
const STAGES = ['features', 'train', 'calibrate', 'evaluate', 'export'];

function secondsOf(seconds: Readonly<Record<string, number>>): string {
  return Object.entries(seconds)
    .sort(([a], [b]) => STAGES.indexOf(a) - STAGES.indexOf(b))
    .map(([stage, s]) => `${stage} ${s < 10 ? s.toFixed(1) : s.toFixed(0)} s`)
    .join(', ');
}
