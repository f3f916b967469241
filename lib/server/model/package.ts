import { z } from 'zod';
import { AppError } from '@/lib/server/app-error';
import { assertSound } from '@/lib/server/http/body';
import { AnyManifest } from '@/lib/contracts/package';
import type { Manifest } from '@/lib/contracts/package';
import { objectBytes, readObject } from '@/lib/server/objects/store';

/** A manifest is some kilobytes; check chips of the largest grids stay far below. */
export const MAX_MANIFEST_BYTES = 4 * 1024 ** 2;

/**
 * Parses the bytes of a manifest.json and checks that its package is whole: every listed file is stored under its hash with
 * its size, and every path that the manifest names is listed.
 * @throws AppError `invalid` that says what is wrong
 */
export async function readPackage(bytes: Buffer): Promise<Manifest> {
  const manifest = parseManifest(bytes);
  const problems = [...namedPaths(manifest)]
    .filter((path) => !manifest.files.some((file) => file.path === path))
    .map((path) => `${path} is named but not listed`);
  for (const file of manifest.files) {
    const stored = await objectBytes(file.sha256);
    if (stored === null) problems.push(`${file.path} (${file.sha256}) was not uploaded`);
    else if (stored !== file.bytes) {
      problems.push(
        `${file.path} has ${String(stored)} bytes, not the ${String(file.bytes)} listed`,
      );
    }
  }
  const weights = manifest.files.find((file) => file.path === manifest.backbone.tfjs.weights);
  if (weights && weights.sha256 !== manifest.backbone.sha256) {
    problems.push('backbone.sha256 is not the hash of the tfjs weights');
  }
  if (manifest.calibration.bias.length !== manifest.outputs.length) {
    problems.push('calibration.bias has another length than outputs');
  }
  if ((manifest.head === null) !== (manifest.outputs.length === 0)) {
    problems.push('a package has a head exactly when it has outputs');
  }
  if (problems.length > 0) {
    throw new AppError(
      'invalid',
      'protocol',
      { detail: `The package is not whole: ${problems.join('; ')}.` },
      {
        problems,
      },
    );
  }
  return manifest;
}

/** The same for a manifest that is stored as an object. */
export async function readStoredPackage(manifestSha: string): Promise<Manifest> {
  const bytes = await objectBytes(manifestSha);
  if (bytes === null) {
    throw new AppError('invalid', 'protocol', {
      detail: `manifest.json (${manifestSha}) was not uploaded.`,
    });
  }
  if (bytes > MAX_MANIFEST_BYTES)
    throw new AppError('invalid', 'protocol', { detail: 'manifest.json is too large.' });
  return await readPackage(await readWhole(manifestSha));
}

/** Media type of a package's file by its ending. */
export function packageMediaType(path: string): string {
  if (path.endsWith('.json')) return 'application/json';
  if (path.endsWith('.png')) return 'image/png';
  return 'application/octet-stream';
}

/** All bytes of a small object. */
export async function readWhole(sha256: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of readObject(sha256)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function parseManifest(bytes: Buffer): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new AppError('invalid', 'protocol', { detail: 'manifest.json is not JSON.' });
  }
  const parsed = AnyManifest.safeParse(assertSound(value));
  if (!parsed.success) {
    throw new AppError('invalid', 'protocol', {
      detail: `manifest.json breaks the contract:\n${z.prettifyError(parsed.error)}`,
    });
  }
  return parsed.data;
}

function* namedPaths(manifest: Manifest): Generator<string> {
  yield manifest.backbone.tfjs.model;
  yield manifest.backbone.tfjs.weights;
  yield manifest.backbone.onnx;
  if (manifest.head !== null) yield manifest.head;
  for (const chip of manifest.checkChips.chips) yield chip.image;
}
