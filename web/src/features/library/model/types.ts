import type { Ref, Row } from "../../../api/types";

export type Level = "read" | "write" | "manage";

/** One folder of a tree, as `GET /library/folders/{id}/tree` gives it. */
export interface Folder {
  id: string;
  parent: string | null;
  name: string;
  documents: number;
  restricted: boolean;
  position?: number;
  can: Level[];
}

export type RootKind = "project" | "customer" | "company" | "shared";

export interface Root {
  id: string;
  name: string;
  kind: RootKind;
  project: Ref | null;
  customer: Ref | null;
  unit: Ref | null;
  documents: number;
  shared_with_me?: boolean;
}

export type Status = "draft" | "in_review" | "released" | "superseded" | "void";

/** A row of the resource `documents`; fields that a list leaves out are absent. */
export interface Doc extends Row {
  name: string;
  number: string;
  folder: Ref | null;
  project: Ref | null;
  customer: Ref | null;
  kind: string | null;
  status: Status;
  current: number;
  revision: string;
  size: number;
  file_type: string;
  file: string;
  previewable: boolean;
  owner: Ref | null;
  checked_out_by: Ref | null;
  checked_out_until: string | null;
  updated_at: string;
}

export interface Version {
  id: string;
  number: number;
  revision: string;
  name: string;
  size: number;
  note: string;
  state: "draft" | "released" | "superseded";
  file: string;
  created_at: string;
  created_by: Ref | null;
  pages: number | null;
}

export interface Seen {
  kind: "pdf" | "image" | "text" | "office" | "none";
  /** Not counted yet, or not countable: null. */
  pages: number | null;
  /** Pages can be had as pictures. */
  drawn: boolean;
  text: string;
  truncated: boolean;
  file: string;
  version_id: string;
  name: string;
  reason: string;
}

export interface Piece {
  text: string;
  hit: boolean;
}

export interface Hit {
  document: Ref;
  number: string;
  folder: Ref;
  project: Ref | null;
  customer: Ref | null;
  kind: string | null;
  status: Status;
  version: number;
  file: string;
  matched: "name" | "text";
  page: number | null;
  snippet: Piece[];
  updated_at: string;
}

/** Exactly one of role, unit and person is set. */
export interface Grant {
  role: Ref | null;
  unit: Ref | null;
  person: Ref | null;
  level: Level;
}

export interface Access {
  version: number;
  restricted: boolean;
  level: Level;
  grants: Grant[];
  inherited: (Grant & { from: Ref })[];
}

export interface ShareLink {
  id: string;
  label: string;
  scope: "folder" | "documents";
  folder: Ref | null;
  documents: { id: string; label: string; version: number | null }[];
  /** Documents of it that the person may not see. */
  hidden: number;
  url_hint: string;
  expires_at: string;
  max_downloads: number | null;
  downloads: number;
  has_password: boolean;
  created_by: Ref | null;
  created_at: string;
  revoked_at: string | null;
  state: "active" | "expired" | "revoked" | "used_up";
  openings: number;
  can_revoke: boolean;
  /** Only in the answer that made the link. */
  url?: string;
}

export interface Opening {
  at: string;
  address: string;
  what: "opened" | "wrong_password" | "downloaded" | "acknowledged";
  name: string;
}

export interface SentItem {
  id: string;
  document: Ref;
  number: string;
  drawing_number: string;
  version: number | null;
  revision: string;
  /** There is a newer version by now. */
  newer: boolean;
  copies: number;
}

export interface Recipient {
  id: string;
  contact: Ref | null;
  name: string;
  company: string;
  email: string;
  /** Mail can go there, also where one may not see the address. */
  reachable: boolean;
  /** The newest letter that took the link there. */
  mail: { state: "waiting" | "handed" | "sent" | "failed" | "doubtful"; at: string; error: string } | null;
  expires_at: string | null;
  opened_at: string | null;
  acknowledged_at: string | null;
  acknowledged_by: string;
}

export interface TransmittalContent {
  version: number;
  /** Documents that go along and that the person may not see. */
  hidden: number;
  items: SentItem[];
  recipients: Recipient[];
}
