import { keepPreviousData, queryOptions, useQuery, type QueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { isApiError } from "../../api/errors";
import { upload } from "../../api/upload";
import type { Ref, Row } from "../../api/types";
import { refreshResource } from "../../resource/data/row";
import { numberOf, sheetBody, usedLines, type SheetDraft } from "./model/draft";
import type { Server } from "./model/sending";

export const CHANGES = "change_requests";
export const VARIATIONS = "variations";

export interface Figure { name: string; label: string; kind: "money" | "date" | "moment" | "days" | "text"; before: string | number | null; after: string | number | null }
export type EffectState = "none" | "planned" | "impossible" | "done" | "failed";
export interface Effect { part: "plan" | "budget" | "contract"; label: string; state: EffectState; sentence: string; rows: Figure[]; target: { resource: string; id: string; label: string; contract: string | null } | null; applied_at: string | null }

export const effectsQuery = (row: Pick<Row, "id" | "version">) =>
  queryOptions({ queryKey: ["change-effects", row.id, row.version], queryFn: ({ signal }) => api.get<{ items: Effect[] }>(`/r/${CHANGES}/${row.id}/effects`, undefined, signal) });

export interface Sum { count: number; days: number; income?: string; cost?: string }
export interface Totals { asked: Sum; waiting: Sum; approved: Sum; carried_out: Sum; failed: number; variations: { count: number; signed: number; approved: number; amount?: string; approved_amount?: string } | null }

export const useTotals = (project: string) =>
  useQuery({ queryKey: ["list", CHANGES, "totals", project], queryFn: ({ signal }) => api.get<Totals>("/changes/totals", { project }, signal) });

export interface Site extends Ref { number: string; address: string; contracts: (Ref & { number: string; part: string; part_label: string; direction: string })[] }

export const useSites = (q: string, enabled: boolean) =>
  useQuery({ queryKey: ["change-sites", q], enabled, placeholderData: keepPreviousData, queryFn: ({ signal }) => api.get<{ items: Site[] }>("/changes/sites", { q }, signal) });

export interface SheetLine { id: string; position: number; name: string; uom: string; quantity: string; unit_price?: string; amount?: string }
export interface SheetPhoto { id: string; name: string; preview: boolean; type: string }
export interface Signature { id: string; role: string; role_label: string; name: string; company: string; signed_at: string; file: string | null; intact: boolean; differences: string[]; later_photos: number; latitude: string | null; longitude: string | null }
export interface Sheet { variation: Row; lines: SheetLine[]; photos: SheetPhoto[]; signatures: Signature[]; digest: string }

const sheetPath = (id: string) => `/r/${VARIATIONS}/${id}/sheet`;
export const sheetQuery = (id: string) => queryOptions({ queryKey: ["sheet", id], queryFn: ({ signal }) => api.get<Sheet>(sheetPath(id), undefined, signal) });

export function refreshSheet(client: QueryClient, id: string): void {
  void client.invalidateQueries({ queryKey: ["sheet", id] });
  refreshResource(client, VARIATIONS, id);
}

/** Whether the server's sheet says what was to be sent: an answer was lost, not the sheet. */
export function sameContent(sheet: Sheet, draft: SheetDraft): boolean {
  const row = sheet.variation;
  const lines = usedLines(draft.lines);
  return row.name === draft.name.trim() && row.place === draft.place.trim() && row.reason === draft.reason.trim() && sheet.lines.length === lines.length
    && sheet.lines.every((one, i) => one.name === lines[i]!.name.trim() && Number(one.quantity) === numberOf(lines[i]!.quantity) && Number(one.unit_price ?? 0) === (numberOf(lines[i]!.price) ?? 0));
}

async function putSheet(draft: SheetDraft): Promise<number> {
  try {
    return (await api.put<Sheet>(sheetPath(draft.id), sheetBody(draft))).variation.version;
  } catch (error) {
    if (!isApiError(error) || error.code !== "stale_version") throw error;
    const there = await api.get<Sheet>(sheetPath(draft.id));
    if (sameContent(there, draft)) return there.variation.version;
    throw error;
  }
}

export async function postSignature(id: string, signature: SheetDraft["signatures"][number], digest: string): Promise<void> {
  const form = new FormData();
  const { image, ...facts } = signature;
  for (const [key, value] of Object.entries({ ...facts, digest })) if (value !== undefined && value !== "") form.set(key, String(value));
  if (image) form.set("file", image, "signature.png");
  await api.post(`/r/${VARIATIONS}/${id}/signatures`, form);
}

async function submit(id: string): Promise<void> {
  try {
    await api.post(`/r/${VARIATIONS}/${id}/do/submit`, { inputs: {} });
  } catch (error) {
    // Sent twice after a lost answer: it already is on its way.
    if (!isApiError(error) || error.code !== "wrong_state") throw error;
    const { variation } = await api.get<Sheet>(sheetPath(id));
    if (!["approving", "approved"].includes(String(variation.state))) throw error;
  }
}

export const server: Server = {
  sheet: putSheet,
  photo: (draft, photo) => upload(`/r/${VARIATIONS}/${draft.id}/files`, new File([photo.blob], photo.name, { type: photo.blob.type || "image/jpeg" }), { id: photo.id }, () => undefined),
  digest: async (id) => (await api.get<Sheet>(sheetPath(id))).digest,
  sign: (draft, signature, digest) => postSignature(draft.id, signature, digest),
  submit,
};
