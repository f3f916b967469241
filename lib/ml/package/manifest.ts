import { z } from 'zod';
import { AnyManifest } from '@/lib/contracts/package';
import type { Manifest, PackageFile } from '@/lib/contracts/package';
import { MessageError } from '@/lib/domain/error/message-error';

/**
 * Reads manifest.json and checks that its parts agree, so that nothing later meets a half-usable package. Throws a
 * MessageError; what is wrong is named in English, for the person who makes packages.
 */
export function parseManifest(text: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unusable('it is not JSON');
  }
  const contract = z.object({ contract: z.unknown() }).safeParse(json).data?.contract;
  if (contract !== undefined && contract !== 1 && contract !== 2) {
    throw unusable(
      `it follows contract ${JSON.stringify(contract)}, this page reads contracts 1 and 2`,
    );
  }
  const parsed = AnyManifest.safeParse(json);
  if (!parsed.success) throw unusable(z.prettifyError(parsed.error));
  const wrong = disagreement(parsed.data);
  if (wrong !== null) throw unusable(wrong);
  return parsed.data;
}

function unusable(detail: string): MessageError {
  return new MessageError('browserModel.manifest', { detail });
}

/** The files that a browser needs: graph, weights, head and check pictures, not the ONNX one. */
export function browserFiles(manifest: Manifest): PackageFile[] {
  const { tfjs } = manifest.backbone;
  const checkImages = manifest.checkChips.chips.map((chip) => chip.image);
  const wanted = new Set([tfjs.model, tfjs.weights, ...checkImages]);
  if (manifest.head !== null) wanted.add(manifest.head);
  return manifest.files.filter((file) => wanted.has(file.path));
}

function disagreement(manifest: Manifest): string | null {
  return (
    fileDisagreement(manifest) ?? networkDisagreement(manifest) ?? outputDisagreement(manifest)
  );
}

function fileDisagreement({ files, backbone, head, checkChips }: Manifest): string | null {
  const byPath = new Map(files.map((file) => [file.path, file]));
  if (byPath.size < files.length) return 'it lists a file twice';
  const { model, weights } = backbone.tfjs;
  const images = checkChips.chips.map((chip) => chip.image);
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

function outputDisagreement({ outputs, head, calibration, checkChips }: Manifest): string | null {
  if ((head === null) !== (outputs.length === 0)) return 'head and outputs go together';
  if (new Set(outputs.map((output) => output.code)).size < outputs.length) {
    return 'two outputs have the same code';
  }
  if (calibration.bias.length !== outputs.length) {
    return `its calibration has ${calibration.bias.length} biases for ${outputs.length} outputs`;
  }
  for (const { image, rows, cols, probs, emb } of checkChips.chips) {
    const expected = rows * cols * outputs.length;
    if (probs.length !== expected)
      return `${image} has ${probs.length} probabilities, not ${expected}`;
    if (probs.length + emb.length === 0) return `${image} has no numbers to check`;
  }
  return null;
}
