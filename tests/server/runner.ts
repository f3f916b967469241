// A runner without a trainer: it speaks the protocol through the real routes and makes small packages of its own.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { POST as claimRoute } from '@/app/api/runner/claim/route';
import { POST as completeRoute } from '@/app/api/runner/jobs/[job]/complete/route';
import { POST as failRoute } from '@/app/api/runner/jobs/[job]/fail/route';
import { POST as heartbeatRoute } from '@/app/api/runner/jobs/[job]/heartbeat/route';
import { POST as logRoute } from '@/app/api/runner/jobs/[job]/log/route';
import {
  HEAD as artifactHead,
  PUT as artifactPut,
} from '@/app/api/runner/jobs/[job]/artifacts/[sha256]/route';
import { POST as packagesRoute } from '@/app/api/v1/packages/route';
import { PUT as packagePut } from '@/app/api/v1/packages/objects/[sha256]/route';
import { RunnerKind } from '@/lib/contracts/job';
import { Manifest } from '@/lib/contracts/package';
import { ResultFile } from '@/lib/contracts/result';
import type { TrainMetrics } from '@/lib/contracts/result';
import { ClaimReply } from '@/lib/contracts/runner';
import { PackageReply } from '@/lib/domain/model/schema';
import type { Route } from '@/lib/server/http/route';
import { createToken } from './factories';

export type Claimed = NonNullable<z.infer<typeof ClaimReply>['job']>;

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function example(name: string): unknown {
  return JSON.parse(readFileSync(`lib/contracts/examples/${name}`, 'utf8'));
}

/** A package: its files by path and the bytes of its manifest. */
export interface TestPackage {
  files: Map<string, Buffer>;
  manifest: Manifest;
  bytes: Buffer;
  sha256: string;
}

/** Small made-up files under a manifest that keeps the contract. The backbone is the same in all of them. */
export function makePackage(
  kind: 'base' | 'trained',
  changes: Partial<Omit<Manifest, 'lineage'>> & { lineage?: Partial<Manifest['lineage']> } = {},
): TestPackage {
  const template = Manifest.parse(example(`manifest.${kind}.json`));
  const files = new Map(
    template.files.map(({ path }) => {
      const own = path === 'head.bin' ? JSON.stringify(changes) : path;
      return [path, Buffer.from(`${own} `.repeat(50))];
    }),
  );
  const manifest: Manifest = {
    ...template,
    ...changes,
    lineage: { ...template.lineage, ...changes.lineage },
    files: [...files].map(([path, data]) => ({
      path,
      sha256: sha256Of(data),
      bytes: data.length,
    })),
  };
  manifest.backbone = {
    ...manifest.backbone,
    sha256: sha256Of(files.get(manifest.backbone.tfjs.weights) ?? ''),
  };
  if (manifest.outputs.length !== manifest.calibration.bias.length) {
    manifest.calibration = { temperature: 1, bias: manifest.outputs.map(() => 0) };
  }
  const bytes = Buffer.from(JSON.stringify(manifest));
  return { files, manifest, bytes, sha256: sha256Of(bytes) };
}

/** Figures of a training, as the trainer sends them. */
export function metricsOf(manifest: string): TrainMetrics {
  const result = ResultFile.parse(example('result-file.train-head.json'));
  if (result.kind !== 'TRAIN_HEAD') throw new Error('not a training');
  const { metrics } = result;
  return {
    ...metrics,
    candidate: { ...metrics.candidate, manifest },
    deployed: null,
    paired: null,
  };
}

/** Calls a route as a machine; gives status, headers and the parsed body (null when empty). */
export class TestRunner {
  private readonly token: string;
  readonly name: string;

  private constructor(token: string, name: string) {
    this.token = token;
    this.name = name;
  }

  static async create(name = 'test runner'): Promise<TestRunner> {
    return new TestRunner(await createToken(['runner']), name);
  }

  async send(
    route: Route,
    params: Record<string, string>,
    init: { method: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<{ status: number; headers: Headers; body: unknown }> {
    const raw = init.body instanceof Uint8Array || init.body instanceof ReadableStream;
    const request = new Request('http://127.0.0.1:3000/', {
      method: init.method,
      headers: { authorization: `Bearer ${this.token}`, ...init.headers },
      ...(init.body === undefined
        ? {}
        : { body: raw ? (init.body as BodyInit) : JSON.stringify(init.body), duplex: 'half' }),
    });
    const response = await route(request, { params: Promise.resolve(params) });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  }

  post(route: Route, params: Record<string, string>, body: unknown) {
    return this.send(route, params, { method: 'POST', body });
  }

  async claim(kinds: readonly string[] = RunnerKind.options): Promise<Claimed | null> {
    const reply = await this.post(
      claimRoute,
      {},
      { runner: { name: this.name, version: '1', labels: [] }, kinds },
    );
    return ClaimReply.parse(reply.body).job;
  }

  /** Claims the next job, which must be there. */
  async take(): Promise<Claimed> {
    const job = await this.claim();
    if (!job) throw new Error('nothing to claim');
    return job;
  }

  heartbeat(job: Claimed, progress?: unknown) {
    return this.post(
      heartbeatRoute,
      { job: job.id },
      {
        leaseToken: job.lease.leaseToken,
        ...(progress === undefined ? {} : { progress }),
      },
    );
  }

  log(job: Claimed, text: string) {
    const line = { at: '2026-11-21T10:00:00Z', level: 'info', text };
    return this.post(
      logRoute,
      { job: job.id },
      {
        leaseToken: job.lease.leaseToken,
        lines: [line],
      },
    );
  }

  complete(job: Claimed, result: unknown) {
    return this.post(
      completeRoute,
      { job: job.id },
      {
        leaseToken: job.lease.leaseToken,
        result,
      },
    );
  }

  fail(job: Claimed, kind: string, message = 'it went wrong') {
    return this.post(
      failRoute,
      { job: job.id },
      {
        leaseToken: job.lease.leaseToken,
        error: { class: kind, message },
      },
    );
  }

  async offset(job: Claimed, sha256: string): Promise<number> {
    const reply = await this.send(
      artifactHead,
      { job: job.id, sha256 },
      {
        method: 'HEAD',
        headers: { 'x-lease-token': job.lease.leaseToken },
      },
    );
    return Number(reply.headers.get('upload-offset'));
  }

  /** Sends bytes as an artifact; `range` makes it a part. */
  put(job: Claimed, sha256: string, body: Uint8Array | ReadableStream, range?: string) {
    return this.send(
      artifactPut,
      { job: job.id, sha256 },
      {
        method: 'PUT',
        body,
        headers: {
          'x-lease-token': job.lease.leaseToken,
          ...(range === undefined ? {} : { 'content-range': range }),
        },
      },
    );
  }

  /** Uploads a package as a training's artifacts. */
  async upload(job: Claimed, made: TestPackage): Promise<void> {
    for (const data of [...made.files.values(), made.bytes]) {
      const reply = await this.put(job, sha256Of(data), data);
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    }
  }

  /** Registers a base package. */
  async register(made: TestPackage): Promise<PackageReply> {
    for (const data of made.files.values()) {
      await this.send(packagePut, { sha256: sha256Of(data) }, { method: 'PUT', body: data });
    }
    const reply = await this.send(packagesRoute, {}, { method: 'POST', body: made.bytes });
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    return PackageReply.parse(reply.body);
  }
}

/** The package that a claimed training asks for, with the outputs absent and the given classes. */
export function packageFor(
  job: Claimed,
  classes: readonly { id: string; index: number; name: string }[],
): TestPackage {
  const model = job.inputs.find((input) => input.path === 'inputs/model/manifest.json');
  return makePackage('trained', {
    name: job.file.name,
    outputs: [
      { code: 1, classId: null, name: 'absent' },
      ...classes.map((c) => ({ code: 16 + c.index, classId: c.id, name: c.name })),
    ],
    lineage: { snapshot: job.file.snapshot, parent: model?.sha256 ?? null },
  });
}

/** Does a claimed training to its end; returns the reply of complete and the package. */
export async function doTraining(
  runner: TestRunner,
  job: Claimed,
  classes: readonly { id: string; index: number; name: string }[],
) {
  const made = packageFor(job, classes);
  await runner.upload(job, made);
  const result = {
    contract: 2,
    kind: job.file.kind,
    manifest: made.sha256,
    metrics: metricsOf(made.sha256),
  };
  return { made, result, reply: await runner.complete(job, result) };
}
