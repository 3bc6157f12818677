import { useEffect } from "react";
import { useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { listen } from "../api/stream";
import type { Page } from "../api/types";

/**
 * Someone else changed a record: refresh it where it is on screen. Lists are fetched again only when they show that
 * record, and at most once in two seconds, so that a busy group does not make every browser load lists all day.
 */
export function useLiveChanges(): void {
  const client = useQueryClient();
  useEffect(() => {
    const waiting = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;

    const showsIt = (resource: string, id: string) => (query: { queryKey: readonly unknown[]; state: { data: unknown } }) =>
      query.queryKey[0] === "list" && query.queryKey[1] === resource &&
      ((query.state.data as InfiniteData<Page> | undefined)?.pages ?? []).some((page) => page.items.some((row) => row.id === id));

    const flush = () => {
      for (const key of waiting) {
        const [resource = "", id = ""] = key.split("\n");
        void client.invalidateQueries({ queryKey: ["row", resource, id] });
        void client.invalidateQueries({ predicate: showsIt(resource, id) });
        for (const part of ["comments", "files", "history", "tags", "team"]) void client.invalidateQueries({ queryKey: [part, resource, id] });
      }
      waiting.clear();
    };
    const stop = listen("changed", (data) => {
      if (typeof data.resource !== "string" || typeof data.id !== "string") return;
      waiting.add(`${data.resource}\n${data.id}`);
      clearTimeout(timer);
      timer = setTimeout(flush, 2_000);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client]);
}
