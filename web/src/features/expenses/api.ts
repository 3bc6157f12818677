import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { upload } from "../../api/upload";
import { uuid7 } from "../../api/uuid";
import type { Ref, Row } from "../../api/types";
import { refreshResource, rowQuery } from "../../resource/data/row";
import { emptyLine, sent, type Line, type Typed } from "./model/lines";

export const RESOURCE = "expense_claims";

export interface Whole { claim: Row; lines: Line[] }
export interface TotalsRow { group: Ref | string | null; amount: string; over: string; count: number }
export interface Totals { by: string; items: TotalsRow[]; total: { amount: string; over: string; count: number }; more: boolean }
export interface TotalsQuery { by: string; since?: string; until?: string; project?: string; unit?: string }

const path = (id: string) => `/r/${RESOURCE}/${id}/lines`;

export const wholeQuery = (id: string) =>
  queryOptions({ queryKey: ["expense-claim", id], queryFn: ({ signal }) => api.get<Whole>(path(id), undefined, signal) });

export const useWhole = (id: string) => useQuery(wholeQuery(id));

export const useTotals = (query: TotalsQuery) =>
  useQuery({ queryKey: ["expense-totals", query], queryFn: ({ signal }) => api.get<Totals>("/expenses/totals", { ...query }, signal) });

export interface Sent { version: number; lines: Record<string, unknown>[]; values?: Record<string, unknown> }

function remember(client: QueryClient, id: string, saved: Whole): void {
  client.setQueryData(wholeQuery(id).queryKey, saved);
  client.setQueryData(rowQuery(RESOURCE, id).queryKey, saved.claim);
  refreshResource(client, RESOURCE);
}

/** Saves fields and lines in one request; then the photos that were taken meanwhile go to their lines. */
export function useSaveWhole(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Sent) => api.put<Whole>(path(id), body),
    onSuccess: (saved) => remember(client, id, saved),
  });
}

export type Photos = Record<string, File[]>;

/** Sends photos to their lines, one after the other. Answers those that did not get through, and why. */
export async function sendPhotos(photos: Photos, onPart: (done: number, all: number) => void): Promise<{ left: Photos; error: unknown }> {
  const all = Object.values(photos).reduce((sum, files) => sum + files.length, 0);
  const left: Photos = {};
  let done = 0;
  let failure: unknown = null;
  for (const [line, files] of Object.entries(photos)) {
    for (const file of files) {
      try {
        await upload(`/r/expense_lines/${line}/files`, file, {}, () => undefined);
        onPart(++done, all);
      } catch (error) {
        failure = error;
        left[line] = [...(left[line] ?? []), file];
      }
    }
  }
  return { left, error: failure };
}

/** A new claim, with a line for each photo. The photos are sent by the page that it opens. */
export async function startClaim(purpose: string, files: File[], today: string): Promise<{ claim: Row; photos: Photos }> {
  const claim = await api.post<Row>(`/r/${RESOURCE}`, { id: uuid7(), purpose });
  if (!files.length) return { claim, photos: {} };
  const lines: Typed[] = files.map(() => emptyLine([], today));
  const saved = await api.put<Whole>(path(claim.id), { version: claim.version, lines: sent(lines) });
  return { claim: saved.claim, photos: Object.fromEntries(lines.map((line, i) => [line.id, [files[i]!]])) };
}
