import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import type { Row } from "../../../api/types";
import { useConfirm, useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useDo } from "../../../resource/data/row";
import { refreshChildren, type MergeRecord } from "../api";

/** 撤销合并: the other customer comes back with what was moved from it. */
export function useUndoMerge(row: Row) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const navigate = useNavigate();
  const act = useDo("customers");
  const client = useQueryClient();
  const run = async (merge: MergeRecord) => {
    const sure = await confirm({ title: t("撤销与“{{name}}”的合并？", { name: merge.merged.label }), text: t("那个客户会恢复，移过来的联系人、往来等会移回去；合并以后新登记的留在本客户。"), ok: t("撤销合并") });
    if (!sure) return;
    act.mutate({ row, verb: "undo_merge", inputs: { merge: merge.id } }, {
      onSuccess: () => {
        refreshChildren(client);
        notify.ok(t("已撤销，“{{name}}”已恢复", { name: merge.merged.label }));
        void navigate(`/customers/${row.id}`, { replace: true, state: null });
      },
      onError: notify.fail,
    });
  };
  return { run, busy: act.isPending };
}
