import { Alert } from "antd";
import { Link } from "react-router";
import { useCan } from "../../../api/me";
import { useMeta } from "../../../api/meta";
import type { Row } from "../../../api/types";
import { formatDate } from "../../../kit/format";
import { useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";
import type { RecordProps } from "../../../resource/registry";
import { CHURNS } from "../api";

/** Beside the overview of a customer that has left and not come back. */
export function ChurnAside({ row }: RecordProps) {
  const may = useCan()(CHURNS, "read");
  const { rows } = useList(CHURNS, { q: "", filter: { and: [["customer", "=", row.id], ["won_back_on", "empty", true]] }, sort: "" }, may);
  return may && rows[0] ? <Left left={rows[0]} /> : null;
}

/** Since when, why, and whom it went to. */
function Left({ left }: { left: Row }) {
  const { t } = useT();
  const reasons = useMeta(CHURNS).data?.fields.find((field) => field.name === "reason")?.options ?? [];
  const reason = reasons.find((option) => option.value === left.reason)?.label;
  const gone = left.gone_to ? t("转向 {{name}}", { name: left.gone_to as string }) : null;
  const why = [reason, gone].filter(Boolean).join(" · ");
  return <Alert type="warning" showIcon style={{ marginBottom: 12 }} title={t("已于 {{day}} 流失", { day: formatDate(left.left_on as string) })} description={<>{why} <Link to="?tab=churns" replace>{t("查看流失记录")}</Link></>} />;
}
