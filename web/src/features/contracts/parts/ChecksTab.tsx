import { useState } from "react";
import { InputNumber } from "antd";
import { CheckCircleOutlined, CloseCircleOutlined, ExclamationCircleOutlined } from "@ant-design/icons";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useDebounced } from "../../../kit/useDebounced";
import { tk, useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { useChecks, usePenalty, type Finding } from "../api";
import "../contracts.css";

const ICONS = { error: CloseCircleOutlined, warn: ExclamationCircleOutlined, ok: CheckCircleOutlined };
const WORDS = { error: tk("须改正"), warn: tk("请留意"), ok: tk("符合") };

/** What the product found in the contract, what has to be mended first on top. */
export function ChecksTab({ row }: RecordProps) {
  const { t } = useT();
  const found = useChecks(row);
  if (found.isPending) return <LinesSkeleton />;
  if (found.isError) return <ErrorBox error={found.error} onRetry={() => void found.refetch()} />;
  const wrong = found.data.items.filter((one) => one.level === "error").length;
  const draft = row.state === "draft";
  const sum = draft
    ? wrong ? t("有 {{n}} 处须改正，改正后才能提交审批。", { n: wrong }) : t("没有须改正的问题，可以提交审批。")
    : wrong ? t("按现在的规则有 {{n}} 处不符，合同已提交或签订，仅供参考。", { n: wrong }) : t("没有不符合规则的地方。");
  return (
    <div className="drawer-pad col">
      <p className={!wrong ? "success-text" : draft ? "danger-text" : "warning-text"} role="status">{sum}</p>
      {found.data.items.length ? <ul className="check-list">{found.data.items.map((one, i) => <Line key={i} of={one} />)}</ul> : <Empty text={t("没有检查结果")} />}
      {row.penalty_rate != null && <Delay row={row} />}
    </div>
  );
}

function Line({ of }: { of: Finding }) {
  const { t } = useT();
  const Icon = ICONS[of.level];
  return (
    <li>
      <Icon className={of.level} aria-label={t(WORDS[of.level])} />
      <span>{of.message}</span>
      {of.reason && <span className="reason">{of.reason}</span>}
    </li>
  );
}

/** What so many days of delay cost under the clause. */
function Delay({ row }: Pick<RecordProps, "row">) {
  const { t } = useT();
  const [days, setDays] = useState(30);
  const asked = useDebounced(days);
  const found = usePenalty(row, asked, true);
  return (
    <div className="penalty">
      <label className="row touch" htmlFor="penalty-days">{t("若延误")}<InputNumber id="penalty-days" min={0} max={36500} precision={0} value={days} onChange={(value) => setDays(value ?? 0)} style={{ width: 96 }} />{t("天，违约金为")}</label>
      <b className="num" aria-live="polite">{found.data?.sentence}</b>
      {found.isError && <ErrorBox error={found.error} />}
    </div>
  );
}
