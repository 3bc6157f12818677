import { Link } from "react-router";
import { PhoneOutlined } from "@ant-design/icons";
import { useMeta } from "../../../api/meta";
import type { Meta, Row } from "../../../api/types";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";
import { FieldValue, isEmptyValue } from "../../../resource/fields/FieldValue";
import { fieldOf } from "../../../resource/table/columns";

const SHOWN = ["kind", "industry", "region", "city", "source", "intention", "credit_code", "parent", "phone", "email", "website", "budget", "registered_capital", "employees", "pain_points", "competitors", "preferences", "remark"];

/** What is known of the customer, beside the timeline: filled fields only, the whole of it is in 详情. */
export function SideFacts({ row, meta }: { row: Row; meta: Meta }) {
  const { t } = useT();
  const fields = SHOWN.flatMap((name) => fieldOf(meta, name) ?? []).filter((field) => !field.masked && !isEmptyValue(row[field.name]));
  return (
    <section aria-label={t("客户资料")}>
      <h3 className="side-head"><span>{t("客户资料")}</span><Link to="?tab=detail" replace>{t("全部")}</Link></h3>
      {!fields.length && <p className="muted small">{t("还没有填写资料。")}</p>}
      <dl className="side-facts">
        {fields.map((field) => [
          <dt key={`${field.name}-label`}>{field.label}</dt>,
          <dd key={field.name}><FieldValue field={field} value={row[field.name]} /></dd>,
        ])}
      </dl>
    </section>
  );
}

/** The people to call, the primary one first. */
export function SideContacts({ customer, onOpen }: { customer: string; onOpen: (id: string) => void }) {
  const { t } = useT();
  const meta = useMeta("contacts");
  const list = useList("contacts", { q: "", filter: ["customer", "=", customer], sort: "-is_primary,name" }, meta.data?.can.includes("read") ?? false);
  if (meta.isError || list.error) return null;
  return (
    <section aria-label={t("联系人")}>
      <h3 className="side-head"><span>{t("联系人")}</span><Link to="?tab=contacts" replace>{t("全部")}</Link></h3>
      {list.isPending && <LinesSkeleton rows={2} />}
      {!list.isPending && !list.rows.length && <p className="muted small">{t("还没有联系人。")}</p>}
      {meta.data && list.rows.slice(0, 4).map((row) => <Person key={row.id} row={row} meta={meta.data} onOpen={() => onOpen(row.id)} />)}
    </section>
  );
}

function Person({ row, meta, onOpen }: { row: Row; meta: Meta; onOpen: () => void }) {
  const role = fieldOf(meta, "decision_role");
  const phone = String(row.phone || row.landline || "");
  const post = [row.department, row.position].filter(Boolean).join(" · ");
  return (
    <div className="side-person">
      <div className="row between">
        <button type="button" className="plain cell-link" onClick={onOpen}>{String(row.name)}</button>
        {role && !isEmptyValue(row.decision_role) && <FieldValue field={role} value={row.decision_role} />}
      </div>
      <div className="row between small">
        {post && <span className="muted ellipsis">{post}</span>}
        {phone && <a className="num" style={{ flex: "none" }} href={`tel:${phone}`}><PhoneOutlined aria-hidden /> {phone}</a>}
      </div>
    </div>
  );
}
