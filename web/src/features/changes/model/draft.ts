import type { Ref } from "../../../api/types";
import { uuid7 } from "../../../api/uuid";

export interface TypedLine { name: string; uom: string; quantity: string; price: string }
export interface Position { longitude?: number; latitude?: number; accuracy?: number }
export interface WaitingPhoto { id: string; name: string; blob: Blob }
export interface WaitingSignature extends Position { id: string; role: string; name: string; company: string; image: Blob | null }

/** A site variation on this device, until the server has all of it. */
export interface SheetDraft {
  id: string;
  /** Whose it is: a shared phone shows nobody else's. */
  owner: string;
  /** Version of the server's sheet that it began from; null: it is new. */
  version: number | null;
  project: Ref | null;
  contract: Ref | null;
  name: string;
  place: string;
  reason: string;
  happened_on: string;
  days: string;
  position: Position;
  lines: TypedLine[];
  /** The server has the content as it stands here; only photos, signatures or the submission are left. */
  sent: boolean;
  sentPhotos: number;
  photos: WaitingPhoto[];
  signatures: WaitingSignature[];
  /** Goes into approval when all is sent. */
  submit: boolean;
  /** When it was last changed, for the list. */
  at: number;
}

export const EMPTY_LINE: TypedLine = { name: "", uom: "", quantity: "1", price: "" };

export function newDraft(owner: string, today: string, now: number): SheetDraft {
  return {
    id: uuid7(), owner, version: null, project: null, contract: null, name: "", place: "", reason: "", happened_on: today, days: "", position: {},
    lines: [{ ...EMPTY_LINE }], sent: false, sentPhotos: 0, photos: [], signatures: [], submit: false, at: now,
  };
}

/** A number as people type it on a phone: full-width digits, commas; null when it is none. */
export function numberOf(text: string): number | null {
  const plain = text.trim().replace(/[０-９．－]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[,，\s]/g, "");
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return null;
  return Number(plain);
}

/** Lines somebody has begun; empty ones are left out. */
export const usedLines = (lines: TypedLine[]) => lines.filter((line) => line.name.trim() || line.price.trim());

/** In cents, as the server rounds: half up (away from zero). */
export function lineAmount(line: TypedLine): number {
  const cents = Math.abs((numberOf(line.quantity) ?? 0) * (numberOf(line.price) ?? 0)) * 100;
  return (Math.sign(numberOf(line.quantity) ?? 0) * Math.round(cents + 1e-6)) / 100;
}

export const totalOf = (lines: TypedLine[]) => Math.round(usedLines(lines).reduce((sum, line) => sum + lineAmount(line), 0) * 100) / 100;

/** What is still missing, by field; lines as `lines.<index>.<field>`. Chinese sentences are keys of t(). */
export type Faults = Record<string, string>;

export interface Sentences { contract: string; name: string; line: string; quantity: string; price: string; days: string }

export function faultsOf(draft: SheetDraft, say: Sentences): Faults {
  const found: Faults = {};
  if (!draft.contract) found.contract = say.contract;
  if (!draft.name.trim()) found.name = say.name;
  if (draft.days.trim() && !Number.isInteger(numberOf(draft.days) ?? Number.NaN)) found.days = say.days;
  usedLines(draft.lines).forEach((line, index) => {
    if (!line.name.trim()) found[`lines.${index}.name`] = say.line;
    const quantity = numberOf(line.quantity);
    if (quantity === null || Math.abs(quantity) > 1e9) found[`lines.${index}.quantity`] = say.quantity;
    const price = line.price.trim() ? numberOf(line.price) : 0;
    if (price === null || price < 0 || price > 1e9) found[`lines.${index}.price`] = say.price;
  });
  return found;
}

const fixed = (text: string, digits: number) => String(Math.round((numberOf(text) ?? 0) * 10 ** digits) / 10 ** digits);

/** The sheet as the API takes it. */
export function sheetBody(draft: SheetDraft): Record<string, unknown> {
  return {
    version: draft.version, contract: draft.contract?.id, name: draft.name.trim(), place: draft.place.trim(), reason: draft.reason.trim(),
    happened_on: draft.happened_on || null, days: draft.days.trim() ? numberOf(draft.days) : null,
    longitude: draft.position.longitude ?? null, latitude: draft.position.latitude ?? null, accuracy: draft.position.accuracy ?? null,
    lines: usedLines(draft.lines).map((line) => ({ name: line.name.trim(), uom: line.uom.trim(), quantity: fixed(line.quantity, 4), unit_price: fixed(line.price, 2) })),
  };
}
