import { useEffect, useSyncExternalStore } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { listen } from "../../api/stream";
import type { Job } from "../../api/types";

/** The jobs that this page has started and still shows in its tray. */
let tracked: readonly string[] = [];
const listeners = new Set<() => void>();

function set(next: readonly string[]): void {
  tracked = next;
  listeners.forEach((listener) => listener());
}

/** Shows a job in the tray at the bottom of the screen. The person may go on working, on any page. */
export function trackJob(id: string): void {
  if (!tracked.includes(id)) set([id, ...tracked]);
}

export function dismissJob(id: string): void {
  set(tracked.filter((other) => other !== id));
}

export function useTrackedJobs(): readonly string[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => tracked,
  );
}

export function isFinished(job: Job | undefined): boolean {
  return job !== undefined && job.state !== "queued" && job.state !== "running";
}

/** One job, live by the event stream and asked for again every two seconds in case the stream is cut. */
export function useJob(id: string) {
  const client = useQueryClient();
  useEffect(
    () =>
      listen("job", (data) => {
        if (data.id === undefined || data.id === id) void client.invalidateQueries({ queryKey: ["job", id] });
      }),
    [client, id],
  );
  return useQuery({
    queryKey: ["job", id],
    queryFn: ({ signal }) => api.get<Job>(`/jobs/${id}`, undefined, signal),
    refetchInterval: (query) => (isFinished(query.state.data) ? false : 2_000),
    staleTime: 0,
  });
}

export function cancelJob(id: string): Promise<Job> {
  return api.post<Job>(`/jobs/${id}/cancel`);
}
