import type { ContentWish } from "../api";
import type { Ref } from "../../../api/types";
import type { TransmittalContent } from "./types";

export interface ItemDraft {
  document: Ref;
  /** What the list shows: `B` or `V3`; empty while it was just chosen: the newest is taken. */
  word: string;
  version: number | null;
  copies: number;
}

export interface RecipientDraft {
  key: string;
  contact: Ref | null;
  name: string;
  company: string;
  email: string;
}

export interface ContentDraft {
  items: ItemDraft[];
  recipients: RecipientDraft[];
}

export function draftOf(content: TransmittalContent): ContentDraft {
  return {
    items: content.items.map((one) => ({ document: one.document, word: one.revision || (one.version === null ? "" : `V${one.version}`), version: one.version, copies: one.copies })),
    recipients: content.recipients.map(({ id, contact, name, company, email }) => ({ key: id, contact, name, company, email })),
  };
}

export function wishOf(draft: ContentDraft, version: number): ContentWish {
  return {
    version,
    items: draft.items.map((one) => ({ document: one.document.id, ...(one.version !== null && { version: one.version }), copies: one.copies })),
    recipients: draft.recipients
      .filter((one) => one.contact || one.name.trim())
      .map((one) => (one.contact
        ? { contact: one.contact.id }
        : { name: one.name.trim(), ...(one.company.trim() && { company: one.company.trim() }), ...(one.email.trim() && { email: one.email.trim() }) })),
  };
}

/** A document is sent once; choosing it again changes nothing. */
export function withDocument(items: ItemDraft[], document: Ref): ItemDraft[] {
  return items.some((one) => one.document.id === document.id) ? items : [...items, { document, word: "", version: null, copies: 1 }];
}
