import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { API, api } from "../../api/client";
import type { Ref, Row } from "../../api/types";
import { refreshResource, rowQuery } from "../../resource/data/row";

export interface Finding { code: string; level: "error" | "warn" | "ok"; message: string; reason: string }
export interface AmountStep { step: string; label: string; on: string | null; change: string | null; amount: string; id?: string; kind_label?: string; days?: number | null }
export interface VoucherItem { id: string; kind: string; label: string; created_at: string; digest: string; intact: boolean }
export interface SignatureItem { name: string; issuer: string; serial: string; at: string | null; intact: boolean; trusted: boolean; changed_after: boolean; message: string }
export interface Agreed { contract: Row; lines: Row[]; terms: Row[] }
export interface SignedPaper { id: string; name: string; version: number; signatures: SignatureItem[] }
export interface Certificate { id: string; unit: Ref; name: string; issuer: string; serial: string; valid_from: string; valid_until: string; archived_at: string | null }
interface Penalty { sentence: string; amount: string; a_day: string; capped: boolean }

const at = (id: string, what: string) => `/r/contracts/${id}/${what}`;
const key = (row: Row, what: string) => ["contract", row.id, what, row.version];

export const useChecks = (row: Row) => useQuery({ queryKey: key(row, "checks"), queryFn: ({ signal }) => api.get<{ fit: boolean; items: Finding[] }>(at(row.id, "checks"), undefined, signal), staleTime: 0 });
export const useAmounts = (row: Row) => useQuery({ queryKey: key(row, "amounts"), queryFn: ({ signal }) => api.get<AmountStep[]>(at(row.id, "amounts"), undefined, signal), staleTime: 0 });
export const useVouchers = (row: Row) => useQuery({ queryKey: key(row, "vouchers"), queryFn: ({ signal }) => api.get<VoucherItem[]>(at(row.id, "vouchers"), undefined, signal) });
export const useSignatures = (row: Row) => useQuery({ queryKey: key(row, "signatures"), queryFn: ({ signal }) => api.get<SignedPaper[]>(at(row.id, "signatures"), undefined, signal), staleTime: 0 });
export const usePreview = (row: Row) => useQuery({ queryKey: key(row, "preview"), queryFn: ({ signal }) => api.get<{ count: number; pages: string[] }>(at(row.id, "preview"), undefined, signal), staleTime: 0, gcTime: 60_000 });
export const usePenalty = (row: Row, days: number, on: boolean) =>
  useQuery({ queryKey: [...key(row, "penalty"), days], queryFn: ({ signal }) => api.get<Penalty>(at(row.id, "penalty"), { days }, signal), enabled: on });

export const pdfUrl = (id: string, inline = false) => `${API}${at(id, "pdf")}${inline ? "?inline=true" : ""}`;

/** Signs the contract's own paper, or one of its PDFs, with the certificate of its company. */
export function useSignPaper(row: Row) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: string | null) => api.post<{ id: string; name: string }>(at(row.id, "signature"), { file }),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ["contract", row.id] }), client.invalidateQueries({ queryKey: ["files", "contracts", row.id] })]),
  });
}

export const useCertificates = () => useQuery({ queryKey: ["signing-certificates"], queryFn: ({ signal }) => api.get<Certificate[]>("/signing-certificates", undefined, signal) });

export function useCertificateChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: { retire: string } | { upload: FormData }) => ("retire" in change ? api.post<Certificate>(`/signing-certificates/${change.retire}/retire`, {}) : api.post<Certificate>("/signing-certificates", change.upload)),
    onSuccess: () => client.invalidateQueries({ queryKey: ["signing-certificates"] }),
  });
}

const agreedKey = (id: string) => ["contract", id, "agreed"];

/** The contract with all its lines and payment terms; asked anew whenever one begins to type. */
export const useWholeAgreed = (id: string) => useQuery({ queryKey: agreedKey(id), queryFn: ({ signal }) => api.get<Agreed>(at(id, "agreed"), undefined, signal), staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false });

/** Saves all lines, or all terms, in one request. */
export function useSaveAgreed(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sent: { version: number; lines?: Record<string, unknown>[]; terms?: Record<string, unknown>[] }) => api.put<Agreed>(at(id, "agreed"), sent),
    onSuccess: (saved) => {
      client.setQueryData(rowQuery("contracts", id).queryKey, saved.contract);
      for (const resource of ["contracts", "contract_lines", "payment_terms"]) refreshResource(client, resource);
    },
  });
}
