import { rename, rm, writeFile } from 'node:fs/promises';

/** Writes a small file that only its owner reads. It is whole or as it was, also where the disk is full or the process is ended. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const fresh = `${file}.new`;
  try {
    await writeFile(fresh, text, { mode: 0o600 });
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
