/** A file to be sent and the name that it will have: with its folder's path where a folder was chosen. */
export interface NamedFile {
  file: File;
  name: string;
}

/** Files of an `<input type=file>`; with `webkitdirectory` they know their path. */
export function chosenFiles(list: FileList | null): NamedFile[] {
  return Array.from(list ?? [], (file) => ({ file, name: file.webkitRelativePath || file.name }));
}

/** All files of a drop, folders walked through; hidden files (.DS_Store) are left out. */
export async function droppedFiles(data: DataTransfer): Promise<NamedFile[]> {
  // the list is emptied once the event handler returns: take the entries first
  const entries = Array.from(data.items, (item) => item.webkitGetAsEntry());
  const plain = chosenFiles(data.files);
  const found = entries.filter((entry) => entry !== null);
  if (found.length === 0) return plain;
  const nested = await Promise.all(found.map(walk));
  return nested.flat().sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

async function walk(entry: FileSystemEntry): Promise<NamedFile[]> {
  if (entry.name.startsWith('.')) return [];
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    return [{ file, name: entry.fullPath.replace(/^\//, '') }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const all: NamedFile[] = [];
  // a reader hands out its entries in batches until one is empty
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (batch.length === 0) return all;
    for (const child of batch) all.push(...(await walk(child)));
  }
}
