import { Link } from "react-router";
import { WarningOutlined } from "@ant-design/icons";
import type { Row } from "../../../api/types";
import { StatusTag } from "../../../kit/StatusTag";
import { useDebounced } from "../../../kit/useDebounced";
import { useT } from "../../../i18n";
import "../customers.css";
import { useLookAlikes, type LookAlike } from "../api";

interface HintProps {
  value: unknown;
  values: Record<string, unknown>;
  row: Row | null;
}

/** Under the name while one types: customers that may be the same, and sister companies that already work with them. */
export function NameHint({ value, row }: HintProps) {
  const name = useDebounced(typeof value === "string" && value !== row?.name ? value : "", 350);
  const found = useLookAlikes({ name, exclude: row?.id });
  return <LookAlikeList items={name ? (found.data ?? []) : []} />;
}

export function CreditCodeHint({ value, row }: HintProps) {
  const code = useDebounced(typeof value === "string" && value !== row?.credit_code ? value : "", 350);
  const found = useLookAlikes({ credit_code: code, exclude: row?.id });
  return <LookAlikeList items={code ? (found.data ?? []) : []} />;
}

/** `compareWith`: id of the customer on screen; each look-alike then leads to the comparison of the two. */
export function LookAlikeList({ items, compareWith }: { items: LookAlike[]; compareWith?: string }) {
  const { t } = useT();
  if (!items.length) return null;
  const mine = items.filter((item) => item.inside && item.customer).slice(0, 4);
  const sisters = items.filter((item) => item.sister).slice(0, 3);
  return (
    <div className="look-alikes" role="status">
      {mine.length > 0 && <div className="look-alikes-head"><WarningOutlined /> {compareWith ? t("看起来是同一家：") : t("可能已经有这个客户：")}</div>}
      {mine.map((item) => <Mine key={item.customer!.id} item={item} compareWith={compareWith} />)}
      {sisters.map((item, i) => (
        <div key={i} className="look-alikes-sister">
          <WarningOutlined aria-hidden /> <Sister {...item.sister!} />
        </div>
      ))}
    </div>
  );
}

function Mine({ item, compareWith }: { item: LookAlike; compareWith?: string }) {
  const { t } = useT();
  const customer = item.customer!;
  const verdict = { same: t("同一家"), likely: t("很可能是"), possible: t("可能是") }[item.verdict];
  return (
    <div className="look-alikes-row">
      <div className="row between">
        <Link to={`/customers/${customer.id}`} target="_blank" className="ellipsis">{customer.label}</Link>
        <span className="row" style={{ flex: "none" }}>
          <StatusTag color={item.verdict === "possible" ? "outline" : "orange"}>{verdict}</StatusTag>
          {compareWith && <Link to={`/customers/${compareWith}/merge?other=${customer.id}`}>{t("对比")}</Link>}
        </span>
      </div>
      <div className="muted small ellipsis">{[customer.number, customer.owner, customer.unit, ...(item.reasons ?? []).slice(0, 2)].filter(Boolean).join(" · ")}</div>
    </div>
  );
}

/** Only the company and whom to call: nothing of the customer itself. */
function Sister({ company, person, phone }: NonNullable<LookAlike["sister"]>) {
  const { t } = useT();
  const name = company || t("兄弟公司");
  if (!person) return <>{t("{{company}}已在跟进相同或相近的客户。", { company: name })}</>;
  return <>{t("{{company}}已在跟进相同或相近的客户，请联系 {{person}}", { company: name, person })} {phone && <a className="num" href={`tel:${phone}`}>{phone}</a>}</>;
}
