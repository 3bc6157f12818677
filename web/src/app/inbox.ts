import { useEffect } from "react";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/client";
import { listen } from "../api/stream";
import type { Notice } from "../api/types";

interface NoticePage {
  items: Notice[];
  next: string | null;
}

/** Number of unread notices, kept live by the event stream. */
export function useUnread(): number {
  const client = useQueryClient();
  useEffect(() => listen("inbox", () => void client.invalidateQueries({ queryKey: ["inbox"] })), [client]);
  const count = useQuery({ queryKey: ["inbox", "count"], queryFn: () => api.get<{ unread?: number; count?: number }>("/inbox/count"), staleTime: 60_000 });
  return count.data?.unread ?? count.data?.count ?? 0;
}

export function useNotices(unreadOnly: boolean) {
  return useInfiniteQuery({
    queryKey: ["inbox", "list", unreadOnly],
    queryFn: ({ pageParam, signal }) => api.get<NoticePage>("/inbox", { unread: unreadOnly ? 1 : undefined, cursor: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Marks notices as read: the given ones, or all. */
export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[] | "all") => api.post<unknown>("/inbox/read", ids === "all" ? { all: true } : { ids }),
    onSettled: () => client.invalidateQueries({ queryKey: ["inbox"] }),
  });
}
