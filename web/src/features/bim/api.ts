import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { API, api, send } from "../../api/client";
import { ApiError, type ErrorBody } from "../../api/errors";
import type { Ref, Row } from "../../api/types";
import { refreshResource } from "../../resource/data/row";
import type { Scene } from "./model/scene";

export const RESOURCE = "bim_models";
export interface VersionItem { id: string; number: number; name: string; size: number; state: string; failure: string; ifc_schema: string; elements: number; seconds: number | null; uploaded_by: Ref | null; created_at: string; shown: boolean }
export interface ElementFacts {
  guid: string; type: string; name: string; type_name: string; tag: string; storey: string | null; length: number | null; area: number | null; volume: number | null;
  measured: string[]; properties: Record<string, Record<string, string | number | boolean>>; task: Ref | null; by_rule: boolean;
}
export interface QuantityRow { storey: string | null; storey_index: number | null; type: string; count: number; length: number | null; area: number | null; volume: number | null }
export interface PricedRow { type: string; storey: number | null; measure: string; price: string; cost_item: string }

const path = (id: string, what: string) => `/r/bim_models/${id}/${what}`;

/** A model's files. They are asked for whenever its row has changed: two questions that each ask by their own clock would end apart. */
export const useVersions = (row: Row) =>
  useQuery({ queryKey: ["bim", row.id, "versions", row.version], queryFn: ({ signal }) => api.get<VersionItem[]>(path(row.id, "versions"), undefined, signal), placeholderData: keepPreviousData });
export const useScene = (id: string, on: boolean) => useQuery({ queryKey: ["bim", id, "scene"], queryFn: ({ signal }) => api.get<Scene>(path(id, "scene"), undefined, signal), enabled: on, staleTime: 60_000 });
export const useElement = (id: string, guid: string | null) =>
  useQuery({ queryKey: ["bim", id, "element", guid], queryFn: ({ signal }) => api.get<ElementFacts>(path(id, `elements/${guid ?? ""}`), undefined, signal), enabled: Boolean(guid) });
export const useQuantities = (id: string, by: "storey" | "type", on: boolean) =>
  useQuery({ queryKey: ["bim", id, "quantities", by], queryFn: ({ signal }) => api.get<QuantityRow[]>(path(id, "quantities"), { by }, signal), enabled: on });

/** The drawing of a version as bytes. It never changes, so that browsers keep it. */
export async function fetchDrawing(id: string, version: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await send("GET", `${API}${path(id, "drawing")}`, { query: { v: version }, signal });
  if (!response.ok) throw new ApiError(response.status, (await response.json().catch(() => ({}))) as ErrorBody);
  return response.arrayBuffer();
}

function useChange<T, R>(run: (sent: T) => Promise<R>, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () => {
      refreshResource(client, RESOURCE);
      return client.invalidateQueries({ queryKey: ["bim", id] });
    },
  });
}

export const useUpload = (id: string) => useChange((file: File) => {
  const body = new FormData();
  body.append("file", file);
  return api.post<VersionItem>(path(id, "file"), body);
}, id);
export const useLink = (id: string) => useChange((sent: { guids: string[]; task: string | null }) => api.post<{ linked: number }>(path(id, "links"), sent), id);
export const useBudget = (id: string) => useChange((rows: PricedRow[]) => api.post<{ lines: number }>(path(id, "budget"), { rows }), id);
