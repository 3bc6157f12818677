import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { API, api } from "../../api/client";
import { metaQuery } from "../../api/meta";
import { queryClient } from "../../api/query";
import type { Ref, Row } from "../../api/types";
import { fieldsFor } from "../../resource/data/list";
import { refreshResource, rowQuery } from "../../resource/data/row";
import type { Typed } from "./model/amounts";

export const RESOURCE = "quotations";

export interface Line {
  id: string;
  position: number;
  item: Ref | null;
  name: string;
  specification: string;
  quantity: string;
  uom: string;
  unit_price: string;
  discount: string;
  tax_rate: string;
  cost?: string | null;
  remark: string;
  net_amount: string;
  tax_amount: string;
  total_amount: string;
}

export interface Whole { quotation: Row; lines: Line[] }
export interface VersionItem { id: string; revision: number; state: string; total_amount: string; created_at: string; sent_at: string | null }
export interface FieldDifference { field: string; label: string; type: string; old: string | boolean | null; new: string | boolean | null }
export type LineText = Record<string, string | null> & { position: number };
export interface LineDifference { key: string; change: "added" | "removed" | "changed" | "same"; fields: FieldDifference[]; old: LineText | null; new: LineText | null }
export interface Differences { old: Ref & { revision: number }; new: Ref & { revision: number }; fields: FieldDifference[]; lines: LineDifference[] }
export interface Mail { id: string; to: string; subject: string; message: string; state: "waiting" | "sending" | "sent" | "failed"; error: string; created_at: string; sent_at: string | null; sender: string }
export interface PriceItem { id: string; name: string; code: string; specification: string; uom: string; price: string; cost?: string | null; tax_rate: string; price_list: Ref; valid_until: string | null }

const at = (id: string, what: string) => `/r/${RESOURCE}/${id}/${what}`;

export const wholeQuery = (id: string) =>
  queryOptions({ queryKey: ["quotation", id, "whole"], queryFn: ({ signal }) => api.get<Whole>(at(id, "lines"), undefined, signal) });

export const useWhole = (id: string) => useQuery(wholeQuery(id));
export const useVersions = (id: string) => useQuery({ queryKey: ["quotation", id, "versions"], queryFn: ({ signal }) => api.get<VersionItem[]>(at(id, "versions"), undefined, signal) });
export const useDifferences = (id: string, other: string | null) =>
  useQuery({ queryKey: ["quotation", id, "differences", other], queryFn: ({ signal }) => api.get<Differences>(at(id, "differences"), { with: other }, signal), enabled: Boolean(other) });

/** The pages as pictures; made anew for every version of the record. */
export const usePreview = (row: Row) =>
  useQuery({ queryKey: ["quotation", row.id, "preview", row.version], queryFn: ({ signal }) => api.get<{ count: number; pages: string[] }>(at(row.id, "preview"), undefined, signal), staleTime: Infinity, gcTime: 60_000 });

/** Mails are sent by a job: while one is under way the list is asked again. */
/** So long a mail may be under way; one that is still "sending" afterwards was cut off, and nobody knows whether it arrived. */
const UNDER_WAY = 15 * 60_000;
export const isCutOff = (mail: Pick<Mail, "state" | "created_at">) => mail.state === "sending" && Date.now() - Date.parse(mail.created_at) > UNDER_WAY;

export const useMails = (id: string) =>
  useQuery({
    queryKey: ["quotation", id, "mails"],
    queryFn: ({ signal }) => api.get<{ works: boolean; items: Mail[] }>(at(id, "mails"), undefined, signal),
    refetchInterval: (query) => (query.state.data?.items.some((mail) => mail.state === "waiting" || (mail.state === "sending" && !isCutOff(mail))) ? 2000 : false),
  });

export const pdfUrl = (id: string, inline = false) => `${API}${at(id, "pdf")}${inline ? "?inline=true" : ""}`;

const today = () => new Date().toISOString().slice(0, 10);

const PRICE_FIELDS = ["name", "code", "specification", "uom", "price", "cost", "tax_rate", "price_list", "valid_until"];

/** Prices that hold today, by name, code, specification or pinyin. */
export const usePriceItems = (q: string, list: string | null, on: boolean) =>
  useQuery({
    queryKey: ["price-items", q, list],
    queryFn: async ({ signal }) => api.get<{ items: PriceItem[] }>("/r/price_items", {
      q, limit: 30, sort: "name", fields: fieldsFor(await queryClient.ensureQueryData(metaQuery("price_items")), PRICE_FIELDS),
      filter: JSON.stringify({ and: [{ or: [["valid_until", "empty", true], ["valid_until", ">=", today()]] }, ...(list ? [["price_list", "=", list]] : [])] }),
    }, signal).then((page) => page.items),
    enabled: on,
    staleTime: 60_000,
  });

/** Saves fields and lines in one request. A refusal leaves everything typed where it is. */
export function useSaveWhole(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sent: { version: number; lines: Typed[]; values: Record<string, unknown> }) => api.put<Whole>(at(id, "lines"), sent),
    onSuccess: (saved) => {
      client.setQueryData(wholeQuery(id).queryKey, saved);
      client.setQueryData(rowQuery(RESOURCE, id).queryKey, saved.quotation);
      refreshResource(client, RESOURCE);
      void client.invalidateQueries({ queryKey: ["quotation", id, "differences"] });
    },
  });
}

export function prefetchQuotation(id: string): void {
  void queryClient.prefetchQuery(metaQuery(RESOURCE));
  void queryClient.prefetchQuery(rowQuery(RESOURCE, id));
  void queryClient.prefetchQuery(wholeQuery(id));
}
