/** One file on its way in, with the folders that it lay in where it came from. */
export interface Found {
  file: File;
  path: string[];
}

export const MOST_FILES = 500;

/** What computers leave in folders for themselves: nobody wants it among the documents. */
export function isLitter(name: string): boolean {
  return name.startsWith(".") || name.startsWith("~$") || ["thumbs.db", "desktop.ini"].includes(name.toLowerCase());
}

/** Files and whole folders out of a drop. The entries must be taken while the event runs, so this starts at once. */
export function foundInDrop(data: DataTransfer): Promise<Found[]> {
  const entries = [...data.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry?.() ?? null);
  if (entries.length && entries.every(Boolean)) return below(entries as FileSystemEntry[], []);
  return Promise.resolve([...data.files].map((file) => ({ file, path: [] })));
}

/** Files from a chooser; one for folders tells where in the folder each lay. */
export function foundInInput(files: Iterable<File>): Found[] {
  return [...files]
    .map((file) => ({ file, path: file.webkitRelativePath.split("/").slice(0, -1) }))
    .filter((one) => !isLitter(one.file.name) && !one.path.some(isLitter));
}

async function below(entries: FileSystemEntry[], path: string[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const entry of entries) {
    if (isLitter(entry.name)) continue;
    if (entry.isFile) found.push({ file: await asFile(entry as FileSystemFileEntry), path });
    else if (found.length <= MOST_FILES) found.push(...(await below(await childrenOf(entry as FileSystemDirectoryEntry), [...path, entry.name])));
  }
  return found;
}

function asFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives at most a hundred at a time; it is asked until it has no more. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return all;
    all.push(...some);
  }
}
