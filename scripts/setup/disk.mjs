// Whether a command failed for want of room on a disk. Plain Node: runs before npm ci.
import { statfsSync } from 'node:fs';

/** With less than this a disk is full: programs that were run tell their end in ways of their own. */
const LEAST_MB = 16;

/**
 * The words for the terminal where one of the `folders` lies on a full disk, or the error says so; else null.
 * @param {unknown} error
 * @param {string[]} folders
 */
export function diskFullWords(error, folders) {
  const full = folders.map(roomOf).find(({ free }) => free < LEAST_MB);
  const said = /ENOSPC|EDQUOT|no space left on device|disk quota exceeded/i.test(String(error));
  if (!full && !said) return null;
  const which = full
    ? `The disk of ${full.folder} is full: ${full.free} MB of ${full.total} MB are free.`
    : 'A disk is full.';
  return `${which} Nothing that was saved is lost. Free some space, then run the same command again: it goes on where it stopped.`;
}

function roomOf(folder) {
  const { bavail, blocks, bsize } = statfsSync(folder);
  const [free, total] = [bavail, blocks].map((count) => Math.floor((count * bsize) / 1024 ** 2));
  return { folder, free, total };
}
