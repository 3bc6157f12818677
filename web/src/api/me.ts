import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client";
import type { Me, Preferences } from "./types";

export const meQuery = queryOptions({ queryKey: ["me"], queryFn: () => api.get<Me>("/me"), staleTime: 5 * 60_000 });

/** The signed-in person, or undefined before /me has answered. Screens below the shell always find it. */
export function useMe(): Me | undefined {
  return useQuery(meQuery).data;
}

/** Whether the person holds a grant on a resource at all. The server decides on each record. */
export function useCan(): (resource: string, action: string) => boolean {
  const me = useMe();
  return (resource, action) => me?.grants[resource]?.includes(action) ?? false;
}

export function usePreferences(): Preferences {
  return useMe()?.preferences ?? {};
}

/** Chooses the language of screens and letters. */
export async function saveLanguage(language: "zh-hans" | "en"): Promise<void> {
  await api.patch<Me>("/me", { language });
}

/** Merges keys into the person's preferences; shown at once, taken back if the server refuses. */
export function useSetPreferences() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: Preferences) => api.patch<unknown>("/me/preferences", changes),
    onMutate: (changes) => {
      const before = client.getQueryData<Me>(["me"]);
      client.setQueryData<Me>(["me"], (me) => me && { ...me, preferences: { ...me.preferences, ...changes } });
      return { before };
    },
    onError: (_error, _changes, context) => client.setQueryData(["me"], context?.before),
  });
}
