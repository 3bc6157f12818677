import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../../api/client";
import { ApiError } from "../../../api/errors";
import { errorText } from "../../../kit/errorText";
import { useDebounced } from "../../../kit/useDebounced";

export interface Asked {
  pattern: string;
  reset: string;
  start: number;
  unit: string | null;
  /** Of a rule that exists: its count goes on. */
  rule: string | null;
}

/** What the server makes of a pattern right now, or the sentence of what is wrong with it. */
export function usePreview(asked: Asked) {
  const settled = useDebounced(JSON.stringify(asked), 250);
  return useQuery({
    queryKey: ["options", "numbering_rules", "preview", settled],
    queryFn: () => api.post<{ number: string }>("/numbering/preview", JSON.parse(settled)),
    enabled: asked.pattern.trim() !== "" && asked.start > 0,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 5_000,
  });
}

export function problemOf(error: unknown): string {
  return error instanceof ApiError ? (error.fields.pattern?.[0] ?? errorText(error)) : errorText(error);
}

export function NextNumber(asked: Asked) {
  const preview = usePreview(asked);
  if (preview.isError) return <span className="warning-text small">{problemOf(preview.error)}</span>;
  return <output className="next-number num">{preview.data?.number ?? "…"}</output>;
}
