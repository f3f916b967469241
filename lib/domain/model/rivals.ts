import type { Score } from '@/lib/contracts/result';
import type { VersionView } from '@/lib/domain/model/schema';

type Measured = Pick<VersionView, 'id' | 'name' | 'manifestSha' | 'snapshot' | 'metrics'>;

interface Rival {
  name: string;
  score: Score;
}

/** What a version's figures are compared with, each on the same test cells. */
export interface Rivals {
  /** the version that was deployed when it was trained */
  then: Rival | null;
  /** the version that is deployed now, where that is another one: null without figures of it on these cells */
  now: Rival | null;
  /** name of the version that is deployed now, unless it is the version itself */
  deployed: string | null;
}

/**
 * Finds them among the stored figures: versions of one snapshot are measured on the same test cells. `gone` names a version that
 * the project has no more.
 */
export function rivalsOf(
  version: Measured,
  versions: readonly Measured[],
  deployed: { id: string; name: string } | null,
  gone: string,
): Rivals {
  const score = version.metrics?.deployed ?? null;
  const known = versions.find((other) => other.manifestSha === score?.manifest);
  const then = score && { name: known?.name ?? gone, score };
  const other = versions.find(({ id }) => id === deployed?.id && id !== version.id);
  if (!other) return { then, now: null, deployed: null };
  const now = other.id === known?.id ? null : scoreOf(other, version, versions);
  return { then, now: now && { name: other.name, score: now }, deployed: other.name };
}

/** Figures of a version on the test cells of another one. */
function scoreOf(of: Measured, version: Measured, versions: readonly Measured[]): Score | null {
  const cells = version.metrics?.candidate.cells ?? 0;
  const measured = versions
    .filter(({ snapshot }) => snapshot !== null && snapshot.sha256 === version.snapshot?.sha256)
    .map(({ manifestSha, metrics }) => {
      if (manifestSha === of.manifestSha) return metrics?.candidate;
      return metrics?.deployed?.manifest === of.manifestSha ? metrics.deployed : null;
    });
  return measured.find((score) => score && score.cells > 0 && score.cells === cells) ?? null;
}
