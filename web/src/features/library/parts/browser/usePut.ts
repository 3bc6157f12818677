import { useQueryClient } from "@tanstack/react-query";
import { api } from "../../../../api/client";
import type { Row } from "../../../../api/types";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { refreshLibrary, useMany } from "../../api";
import type { Held } from "./hand";

/** Moves documents and folders into a folder, and says what could not be moved. */
export function usePut(onDone: () => void): (what: Held, folder: string) => Promise<void> {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const many = useMany();
  return async (what, folder) => {
    try {
      for (const id of what.folders) {
        const row = await api.get<Row>(`/r/folders/${id}`);
        await api.post(`/r/folders/${id}/do/move`, { version: row.version, inputs: { parent: folder } });
      }
      const answer = what.documents.length ? await many.mutateAsync({ ids: what.documents, action: "move", inputs: { folder } }) : { done: 0, failed: [] };
      if (answer.failed.length) notify.fail(answer.failed.map((one) => `${one.label}: ${one.message}`).join("\n"));
      else notify.ok(t("已移动 {{n}} 项", { n: answer.done + what.folders.length }));
      onDone();
    } catch (error) {
      notify.fail(error);
    }
    refreshLibrary(client);
  };
}
