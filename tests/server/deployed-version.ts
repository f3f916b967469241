import { newId } from '@/lib/core/ids';
import example from '@/lib/contracts/examples/manifest.trained.json';
import { db } from '@/lib/server/db/client';
import type { TestProject } from '@/tests/server/factories';

/** A deployed version whose outputs are absent and the project's classes; it has no package. `thresholds` by output code. */
export async function createDeployedVersion(
  project: TestProject,
  number = 1,
  thresholds: Readonly<Record<string, number>> = example.thresholds,
) {
  const outputs = [
    { code: 1, classId: null, name: 'absent' },
    ...project.classes.map((c) => ({ code: 16 + c.index, classId: c.id, name: c.name })),
  ];
  return await db().modelVersion.create({
    data: {
      id: newId(),
      projectId: project.id,
      number,
      name: `v${String(number)}`,
      status: 'DEPLOYED',
      manifestSha: 'a'.repeat(64),
      manifest: { ...example, outputs, thresholds },
      backboneSha: 'b'.repeat(64),
    },
  });
}
