import type { SheetDraft } from "./draft";

/** What the server is asked while a draft is sent; each step may be repeated without harm. */
export interface Server {
  /** Writes the content; answers its version. */
  sheet: (draft: SheetDraft) => Promise<number>;
  photo: (draft: SheetDraft, photo: SheetDraft["photos"][number]) => Promise<void>;
  /** The digest of what stands there now, photos included. */
  digest: (id: string) => Promise<string>;
  sign: (draft: SheetDraft, signature: SheetDraft["signatures"][number], digest: string) => Promise<void>;
  submit: (id: string) => Promise<void>;
}

/** Sends a draft part by part: what has arrived is taken off it and kept so, that a dropped line costs nothing but the rest. */
export async function sendDraft(start: SheetDraft, server: Server, keep: (draft: SheetDraft) => Promise<void>, onPart: (done: number, all: number) => void): Promise<void> {
  let draft = start;
  const all = 1 + draft.photos.length + draft.signatures.length + (draft.submit ? 1 : 0);
  let done = 0;
  const step = async (next: SheetDraft) => {
    draft = next;
    await keep(draft);
    onPart(++done, all);
  };
  // Once somebody has signed, the content is fixed there: what the server has is not sent again.
  if (draft.sent) onPart(++done, all);
  else await step({ ...draft, version: await server.sheet(draft), sent: true });
  for (const photo of start.photos) {
    await server.photo(draft, photo);
    await step({ ...draft, photos: draft.photos.filter((one) => one.id !== photo.id), sentPhotos: draft.sentPhotos + 1 });
  }
  const digest = start.signatures.length ? await server.digest(draft.id) : "";
  for (const signature of start.signatures) {
    await server.sign(draft, signature, digest);
    await step({ ...draft, signatures: draft.signatures.filter((one) => one.id !== signature.id) });
  }
  if (draft.submit) {
    await server.submit(draft.id);
    await step({ ...draft, submit: false });
  }
}
