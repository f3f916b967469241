import { z } from 'zod';
import { Manifest } from '@/lib/contracts/package';
import type { PackageFile } from '@/lib/contracts/package';

/**
 * Reads manifest.json and checks that its parts agree, so that nothing later meets a half-usable package. Throws an
 * Error whose message names what is wrong.
 */
export function parseManifest(text: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('The model’s manifest is not JSON.');
  }
  const contract = z.object({ contract: z.unknown() }).safeParse(json).data?.contract;
  if (contract !== undefined && contract !== 1) {
    throw new Error(
      `The model package follows contract ${JSON.stringify(contract)}; this page reads contract 1.`,
    );
  }
  const parsed = Manifest.safeParse(json);
  if (!parsed.success) {
    throw new Error(`The model’s manifest is not valid: ${z.prettifyError(parsed.error)}`);
  }
  const wrong = disagreement(parsed.data);
  if (wrong !== null) throw new Error(`The model’s manifest contradicts itself: ${wrong}.`);
  return parsed.data;
}

/** The files that a browser needs: graph, weights, head and check pictures, not the ONNX one. */
export function browserFiles(manifest: Manifest): PackageFile[] {
  const { tfjs } = manifest.backbone;
  const golden = manifest.golden.chips.map((chip) => chip.image);
  const wanted = new Set([tfjs.model, tfjs.weights, ...golden]);
  if (manifest.head !== null) wanted.add(manifest.head);
  return manifest.files.filter((file) => wanted.has(file.path));
}

function disagreement(manifest: Manifest): string | null {
  return (
    fileDisagreement(manifest) ?? networkDisagreement(manifest) ?? outputDisagreement(manifest)
  );
}

function fileDisagreement({ files, backbone, head, golden }: Manifest): string | null {
  const byPath = new Map(files.map((file) => [file.path, file]));
  if (byPath.size < files.length) return 'it lists a file twice';
  const { model, weights } = backbone.tfjs;
  const images = golden.chips.map((chip) => chip.image);
  for (const path of [model, weights, ...(head === null ? [] : [head]), ...images]) {
    if (!byPath.has(path)) return `it uses ${path} and does not list it`;
  }
  if (byPath.get(weights)?.sha256 !== backbone.sha256) {
    return 'the backbone’s hash is not that of its weights';
  }
  return null;
}

function networkDisagreement({ backbone, input }: Manifest): string | null {
  const channels = backbone.pools.reduce((sum, pool) => sum + pool.channels, 0);
  if (channels !== backbone.features) {
    return `its depths have ${channels} channels together, the embedding ${backbone.features}`;
  }
  const odd = backbone.pools.find((pool) => input.multiple % pool.stride !== 0);
  return odd ? `stride ${odd.stride} does not divide the padding of ${input.multiple}` : null;
}

function outputDisagreement({ outputs, head, calibration, golden }: Manifest): string | null {
  if ((head === null) !== (outputs.length === 0)) return 'head and outputs go together';
  if (new Set(outputs.map((output) => output.code)).size < outputs.length) {
    return 'two outputs have the same code';
  }
  if (calibration.bias.length !== outputs.length) {
    return `its calibration has ${calibration.bias.length} biases for ${outputs.length} outputs`;
  }
  for (const { image, rows, cols, probs, emb } of golden.chips) {
    const expected = rows * cols * outputs.length;
    if (probs.length !== expected)
      return `${image} has ${probs.length} probabilities, not ${expected}`;
    if (probs.length + emb.length === 0) return `${image} has no numbers to check`;
  }
  return null;
}
