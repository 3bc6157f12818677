import { Alert, Button } from "antd";
import { Link, useLocation, useNavigate } from "react-router";
import type { Ref, Row } from "../../../api/types";
import { useT } from "../../../i18n";
import { useMerges } from "../api";
import { useUndoMerge } from "./useUndoMerge";

/** What must be said first: the record was merged away, it is put away, or another one has just been merged into it. */
export function Notices({ row }: { row: Row }) {
  const { t } = useT();
  const into = row.merged_into as Ref | null | undefined;
  if (into) {
    return <Alert type="warning" showIcon title={t("这个客户已并入“{{name}}”，资料和往来都在那里。", { name: into.label })} action={<Link to={`/customers/${into.id}`}>{t("查看")}</Link>} />;
  }
  if (row.archived_at) return <Alert type="warning" showIcon title={t("这个客户已归档，不能再登记往来。需要时在“更多”里恢复。")} />;
  return <JustMerged row={row} />;
}

function JustMerged({ row }: { row: Row }) {
  const { t } = useT();
  const navigate = useNavigate();
  const location = useLocation();
  const name = (location.state as { merged?: string } | null)?.merged;
  const last = useMerges(row.id).data?.find((merge) => !merge.undone_at);
  const undo = useUndoMerge(row);
  if (!name || !last) return null;
  const close = () => void navigate({ pathname: location.pathname, search: location.search }, { replace: true, state: null });
  return (
    <Alert type="success" showIcon title={t("已把“{{name}}”并入本客户。", { name })} closable={{ onClose: close }}
      action={(row._can ?? []).includes("merge") && <Button size="small" loading={undo.busy} onClick={() => void undo.run(last)}>{t("撤销合并")}</Button>} />
  );
}
