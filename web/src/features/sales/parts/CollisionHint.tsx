import { WarningOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import type { Row } from "../../../api/types";
import { StatusTag } from "../../../kit/StatusTag";
import { useDebounced } from "../../../kit/useDebounced";
import { useT } from "../../../i18n";
import { useCollisions, type Collision } from "../api";
import "../sales.css";

interface HintProps {
  value: unknown;
  values: Record<string, unknown>;
  row: Row | null;
}

/** Under the name while one types: opportunities of the same customer that may be the same project, sister companies included. */
export function NameHint({ value, values, row }: HintProps) {
  return <Hint name={value} customer={values.customer} row={row} />;
}

/** Under the customer, for who fills in the customer last. */
export function CustomerHint({ value, values, row }: HintProps) {
  return row ? null : <Hint name={values.name} customer={value} row={row} quiet />;
}

function Hint({ name, customer, row, quiet }: { name: unknown; customer: unknown; row: Row | null; quiet?: boolean }) {
  const { t } = useT();
  const text = useDebounced(typeof name === "string" ? name.trim() : "", 350);
  const found = useCollisions(typeof customer === "string" ? customer : null, text, row?.id);
  // The same owner alone is no collision: many projects have one owner.
  const items = text ? (found.data?.items ?? []).filter((item) => item.verdict !== "owner").slice(0, 4) : [];
  if (!items.length) return null;
  if (quiet) return <div className="field-help warning-text"><WarningOutlined aria-hidden /> {t("这个客户可能已有同一个项目，见商机名称下的提示。")}</div>;
  return (
    <div className="collisions" role="status">
      <div className="warning-text"><WarningOutlined aria-hidden /> {t("可能已有人在跟这个项目：")}</div>
      {items.map((item, i) => <Line key={item.opportunity?.id ?? i} item={item} />)}
    </div>
  );
}

function Line({ item }: { item: Collision }) {
  const { t } = useT();
  const verdict = <StatusTag color={item.verdict === "same" ? "orange" : "outline"}>{item.verdict === "same" ? t("同一客户，名称相近") : t("项目名称相近")}</StatusTag>;
  const own = item.opportunity;
  if (own) {
    return (
      <div className="collision">
        <Link to={`/opportunities/${own.id}`} target="_blank">{own.label}</Link> {verdict}
        <span className="second small">{[own.customer.label, own.stage, own.owner, own.unit].filter(Boolean).join(" · ")}</span>
      </div>
    );
  }
  const { company, person, phone } = item.sister ?? { company: "", person: "", phone: "" };
  return (
    <div className="collision">
      <span>{person ? t("{{company}}已在跟相近的项目，请联系 {{person}}", { company: company || t("兄弟公司"), person }) : t("{{company}}已在跟相近的项目", { company: company || t("兄弟公司") })}</span>
      {phone && <a className="num" href={`tel:${phone}`}>{phone}</a>} {verdict}
    </div>
  );
}
