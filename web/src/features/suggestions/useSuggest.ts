import { useState } from "react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Row } from "../../api/types";
import { upload } from "../../api/upload";
import { uuid7 } from "../../api/uuid";

export interface Suggestion {
  kind: string;
  text: string;
  page: string;
  picture: File | null;
}

/** Writes into the box, then sends the screenshot. The ids are made here once: pressing again after a failure makes no second one. */
export function useSuggest() {
  const client = useQueryClient();
  const [ids] = useState(() => ({ suggestion: uuid7(), picture: uuid7() }));
  return useMutation({
    mutationFn: async ({ picture, ...values }: Suggestion) => {
      const row = await api.post<Row>("/r/suggestions", { id: ids.suggestion, ...values });
      if (picture) await upload(`/r/suggestions/${row.id}/files`, picture, { id: ids.picture }, () => undefined);
      return row;
    },
    onSuccess: () => void client.invalidateQueries({ queryKey: ["list", "suggestions"] }),
  });
}
