import { QueryClient } from "@tanstack/react-query";
import { isApiError } from "./errors";

/** Worth a second try: no answer, or a server that is restarting. Everything else would answer the same again. */
function retryable(count: number, error: unknown): boolean {
  return count < 1 && isApiError(error) && (error.status === 0 || error.status === 502 || error.status === 503);
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: retryable, staleTime: 30_000, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
}

export const queryClient = makeQueryClient();
