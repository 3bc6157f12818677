/** Unsent input of a form, kept in this browser until it is sent or thrown away. */
export interface Draft {
  savedAt: string;
  /** Id that the new record will get, so that a repeated sending stays one record. */
  id: string;
  /** Version that an edit started from. */
  version: number | null;
  values: Record<string, unknown>;
}

const PREFIX = "zk.draft.";

function keyOf(userId: string, resource: string, id: string | null): string {
  return `${PREFIX}${userId}.${resource}.${id ?? "new"}`;
}

export function readDraft(userId: string, resource: string, id: string | null): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(keyOf(userId, resource, id)) ?? "null") as Draft | null;
    return draft && typeof draft.values === "object" ? draft : null;
  } catch {
    return null;
  }
}

/** A full or forbidden storage only costs the draft: the form itself goes on. */
export function writeDraft(userId: string, resource: string, id: string | null, draft: Draft): boolean {
  try {
    localStorage.setItem(keyOf(userId, resource, id), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(userId: string, resource: string, id: string | null): void {
  localStorage.removeItem(keyOf(userId, resource, id));
}

/** At sign-out: nothing of a person stays in a shared browser. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}
