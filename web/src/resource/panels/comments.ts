import { useEffect } from "react";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { listen } from "../../api/stream";
import { upload } from "../../api/upload";
import type { Comment, StoredFile } from "../../api/types";

export const PAGE = 30;

export interface Picked {
  /** The id that the stored file will have. */
  id: string;
  file: File;
}

export interface Written {
  body: string;
  /** Ids of the people called with @. */
  mentions: string[];
  files: Picked[];
}

export interface Unread { count: number; first: string | null; read_at: string | null }

export const commentsPath = (resource: string, id: string) => `/r/${resource}/${id}/comments`;
const listKey = (resource: string, id: string) => ["comments", resource, id];
const unreadKey = (resource: string, id: string) => ["comments-unread", resource, id];

/** Files first, each under an id of its own, then the text: whatever of it is sent twice stays once. */
export async function sendComment(path: string, id: string, written: Written, replyTo?: string): Promise<Comment> {
  for (const one of written.files) await upload<StoredFile>(`${path}/${id}/files`, one.file, { id: one.id }, () => undefined);
  return api.post<Comment>(path, { id, body: written.body, mentions: written.mentions, ...(replyTo ? { reply_to: replyTo } : {}) });
}

/** The comments on a record, oldest first, a page at a time backwards; what others write comes by itself. */
export function useComments(resource: string, id: string) {
  const client = useQueryClient();
  const path = commentsPath(resource, id);
  const list = useInfiniteQuery({
    queryKey: listKey(resource, id),
    queryFn: ({ pageParam, signal }) => api.get<Comment[]>(path, { limit: PAGE, ...(pageParam ? { before: pageParam } : {}) }, signal),
    initialPageParam: "",
    getNextPageParam: (page: Comment[]) => (page.length < PAGE ? undefined : page[0]!.id),
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = listen("changed", (data) => {
      if (data.resource !== "comments" || data.of !== resource || data.id !== id) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        void client.invalidateQueries({ queryKey: listKey(resource, id) });
        void client.invalidateQueries({ queryKey: unreadKey(resource, id) });
      }, 200);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, resource, id]);
  return {
    ...list,
    path,
    comments: list.data ? list.data.pages.toReversed().flat() : undefined,
    refresh: () => client.invalidateQueries({ queryKey: listKey(resource, id) }),
  };
}

export function useUnread(resource: string, id: string) {
  return useQuery({ queryKey: unreadKey(resource, id), queryFn: ({ signal }) => api.get<Unread>(`${commentsPath(resource, id)}/unread`, undefined, signal), staleTime: 30_000 });
}

/** While the comments are on screen they count as read; a failure is tried again with the next comment. */
export function useReading(resource: string, id: string, newest: string | undefined): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!newest) return;
    const read = () => {
      if (document.hidden) return;
      api.post(`${commentsPath(resource, id)}/read`).then(() => client.invalidateQueries({ queryKey: unreadKey(resource, id) }), () => undefined);
    };
    const timer = setTimeout(read, 800);
    document.addEventListener("visibilitychange", read);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", read);
    };
  }, [client, resource, id, newest]);
}
