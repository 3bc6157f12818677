import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { SavedView } from "../../api/types";

export function useViews(resource: string) {
  return useQuery({ queryKey: ["views", resource], queryFn: ({ signal }) => api.get<SavedView[]>(`/views/${resource}`, undefined, signal), staleTime: 5 * 60_000 });
}

export type ViewChanges = Partial<Omit<SavedView, "id" | "mine" | "usable">>;

/** Creates (without id), changes or deletes a saved view. */
export function useChangeView(resource: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, changes }: { id: string | null; changes: ViewChanges | "delete" }): Promise<SavedView | null> => {
      if (changes === "delete") return api.delete<null>(`/views/${resource}/${id}`);
      return id ? api.patch<SavedView>(`/views/${resource}/${id}`, changes) : api.post<SavedView>(`/views/${resource}`, changes);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ["views", resource] }),
  });
}
