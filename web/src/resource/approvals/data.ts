import { queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { API, api } from "../../api/client";
import { refreshResource } from "../data/row";
import type { ApprovalDetail, ApprovalItem, ApprovalOfRecord, Box, DecideVerb } from "./types";

export const approvalQuery = (id: string) =>
  queryOptions({ queryKey: ["approvals", "one", id], queryFn: ({ signal }) => api.get<ApprovalDetail>(`/approvals/${id}`, undefined, signal), staleTime: 5_000 });

export const countsQuery = queryOptions({
  queryKey: ["approvals", "counts"],
  queryFn: ({ signal }) => api.get<{ todo: number; mine: number; copied: number }>("/approvals/counts", undefined, signal),
});

export const ofRecordQuery = (resource: string, id: string) =>
  queryOptions({ queryKey: ["approvals", "of", resource, id], queryFn: ({ signal }) => api.get<{ items: ApprovalOfRecord[]; running: string | null }>(`/approvals/of/${resource}/${id}`, undefined, signal), staleTime: 5_000 });

export interface Asked {
  box: Box;
  q: string;
  resource: string;
  state: string;
}

/** One box of the centre, a page at a time. */
export function useCentre(asked: Asked) {
  return useInfiniteQuery({
    queryKey: ["approvals", "centre", asked],
    queryFn: ({ pageParam, signal }) => api.get<{ items: ApprovalItem[]; next: string | null }>("/approvals/centre", { ...asked, cursor: pageParam, limit: 30 }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 5_000,
  });
}

export const useApproval = (id: string) => useQuery(approvalQuery(id));
export const useCounts = () => useQuery(countsQuery).data;
export const printUrl = (id: string) => `${API}/approvals/${id}/print`;

function renew(client: QueryClient, of: Pick<ApprovalItem, "resource" | "object_id">): void {
  void client.invalidateQueries({ queryKey: ["approvals"] });
  void client.invalidateQueries({ queryKey: ["workbench"] });
  refreshResource(client, of.resource, of.object_id);
}

/** One step of an approval. The answer is the whole approval as it then stands; the record behind it is read again too. */
export function useDecide(item: Pick<ApprovalItem, "id" | "resource" | "object_id">) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ verb, body }: { verb: DecideVerb; body: Record<string, unknown> }) => api.post<ApprovalDetail>(`/approvals/${item.id}/${verb}`, body),
    onSuccess: (detail) => {
      client.setQueryData(approvalQuery(item.id).queryKey, detail);
      renew(client, item);
    },
    // A refusal often means that somebody was faster: what is on screen is read again.
    onError: () => void client.invalidateQueries({ queryKey: ["approvals"] }),
  });
}

export interface BatchResult {
  done: number;
  failed: { id: string; label: string; code: string; message: string }[];
}

/** The same answer to several approvals; each is decided by itself. */
export function useBatch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { ids: string[]; verb: "approve" | "reject"; opinion: string }) => api.post<BatchResult>("/approvals/batch", body),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["approvals"] });
      void client.invalidateQueries({ queryKey: ["row"] });
      void client.invalidateQueries({ queryKey: ["list"] });
    },
  });
}
