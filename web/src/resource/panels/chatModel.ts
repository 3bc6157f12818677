import type { Comment } from "../../api/types";
import { formatDate } from "../../kit/format";
import type { Written } from "./comments";

/** A message that this browser has not got through yet. */
export interface Outgoing {
  id: string;
  at: string;
  written: Written;
  answered: Comment | null;
  failed: boolean;
}

export type Entry =
  | { kind: "day"; key: string; day: string }
  | { kind: "new"; key: string }
  | { kind: "said"; key: string; comment: Comment; mine: boolean; goesOn: boolean }
  | { kind: "outgoing"; key: string; message: Outgoing };

/** Minutes within which messages of one person stand together under one name. */
const TOGETHER = 5;

/** What the conversation shows from top to bottom: days, the place where the new begins, messages, and those still on their way. */
export function entriesOf(comments: Comment[], outgoing: Outgoing[], me: string | undefined, firstNew: string | null): Entry[] {
  const found: Entry[] = [];
  const here = new Set(comments.map((comment) => comment.id));
  let before: Comment | null = null;
  for (const comment of comments) {
    const day = formatDate(comment.created_at);
    const sameDay = before !== null && formatDate(before.created_at) === day;
    if (!sameDay) found.push({ kind: "day", key: `day-${day}`, day });
    if (comment.id === firstNew) found.push({ kind: "new", key: "new" });
    const near = before !== null && new Date(comment.created_at).getTime() - new Date(before.created_at).getTime() < TOGETHER * 60_000;
    const goesOn = sameDay && near && comment.id !== firstNew && comment.author?.id !== undefined && before?.author?.id === comment.author.id;
    found.push({ kind: "said", key: comment.id, comment, mine: comment.author?.id === me && me !== undefined, goesOn });
    before = comment;
  }
  for (const message of outgoing) if (!here.has(message.id)) found.push({ kind: "outgoing", key: message.id, message });
  return found;
}
