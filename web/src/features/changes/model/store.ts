import type { SheetDraft } from "./draft";

/** Drafts of site variations with their photos, kept on this device: in IndexedDB, or in memory where the browser forbids it. */
const NAME = "zhuke-sheets";
const STORE = "drafts";
const memory = new Map<string, SheetDraft>();
let opened: Promise<IDBDatabase | null> | null = null;

function open(): Promise<IDBDatabase | null> {
  opened ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(NAME, 1);
      request.addEventListener("upgradeneeded", () => request.result.createObjectStore(STORE, { keyPath: "id" }));
      request.addEventListener("success", () => resolve(request.result));
      for (const bad of ["error", "blocked"]) request.addEventListener(bad, () => resolve(null));
    } catch {
      resolve(null); // private windows of some browsers have none
    }
  });
  return opened;
}

async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  const database = await open();
  if (!database) return undefined;
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    transaction.addEventListener("complete", () => resolve(request.result));
    for (const bad of ["error", "abort"]) transaction.addEventListener(bad, () => reject(transaction.error ?? new Error("storage")));
  });
}

/** Whether drafts outlive closing the page. */
export async function isLasting(): Promise<boolean> {
  return (await open()) !== null;
}

export async function keep(draft: SheetDraft): Promise<void> {
  if (await open()) await run("readwrite", (store) => store.put(draft));
  else memory.set(draft.id, draft);
}

export async function find(id: string, owner: string): Promise<SheetDraft | null> {
  const found = (await open()) ? await run<SheetDraft | undefined>("readonly", (store) => store.get(id) as IDBRequest<SheetDraft | undefined>) : memory.get(id);
  return found?.owner === owner ? found : null;
}

export async function all(owner: string): Promise<SheetDraft[]> {
  const found = (await open()) ? ((await run<SheetDraft[]>("readonly", (store) => store.getAll() as IDBRequest<SheetDraft[]>)) ?? []) : [...memory.values()];
  return found.filter((one) => one.owner === owner).toSorted((a, b) => b.at - a.at);
}

export async function drop(id: string): Promise<void> {
  memory.delete(id);
  if (await open()) await run("readwrite", (store) => store.delete(id));
}
