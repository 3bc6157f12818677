import { Button } from "antd";
import { SwapOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import type { Ref, Row } from "../../../../api/types";
import { DateText } from "../../../../kit/DateText";
import { useT } from "../../../../i18n";
import { Completeness, ValueClass } from "../cells";

/** The two customers: what stays on the left, what is put away on the right. */
export function Sides({ kept, other, onSwap, onOther }: { kept: Row; other: Row; onSwap: () => void; onOther: () => void }) {
  const { t } = useT();
  return (
    <div className="merge-sides">
      <Side row={kept} label={t("保留")} />
      <Button icon={<SwapOutlined />} onClick={onSwap} aria-label={t("对调左右")} title={t("对调左右")} />
      <Side row={other} label={t("合并后归档")} extra={<Button type="link" size="small" onClick={onOther}>{t("换一个")}</Button>} />
    </div>
  );
}

function Side({ row, label, extra }: { row: Row; label: string; extra?: React.ReactNode }) {
  const { t } = useT();
  return (
    <section className="panel merge-side">
      <div className="row between"><span className="muted small">{label}</span>{extra}</div>
      <Link to={`/customers/${row.id}`} target="_blank" className="merge-name">{String(row.name)}</Link>
      <div className="muted small row wrap">
        <span className="num">{String(row.number)}</span>
        <span>{t("负责人 {{name}}", { name: (row.owner as Ref | null)?.label ?? t("未分配") })}</span>
        <span>{(row.unit as Ref | null)?.label}</span>
      </div>
      <div className="row wrap small">
        <Completeness value={row.completeness as number} />
        <ValueClass value={row.value_class as string} />
        <span className="muted">{t("最近联系")} <DateText value={row.last_contact_at as string} /></span>
      </div>
    </section>
  );
}
