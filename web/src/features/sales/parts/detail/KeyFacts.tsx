import { Popover } from "antd";
import { QuestionCircleOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import type { Meta, Ref, Row } from "../../../../api/types";
import { DateText } from "../../../../kit/DateText";
import { Money } from "../../../../kit/Money";
import { useT } from "../../../../i18n";
import { useMoves } from "../../api";
import "../../sales.css";

/** What everybody asks first: whose project, how much, when, how likely and why, when somebody last talked. */
export function KeyFacts({ row, meta }: { row: Row; meta: Meta }) {
  const { t } = useT();
  const customer = row.customer as Ref | null;
  const label = (name: string) => meta.fields.find((field) => field.name === name)?.label ?? "";
  const facts: [string, React.ReactNode][] = [
    [label("customer"), customer ? <Link key="c" to={`/customers/${customer.id}`} className="ellipsis">{customer.label}</Link> : "—"],
    [label("amount"), <Money key="a" value={row.amount as string} />],
    [t("赢率"), <Probability key="p" row={row} />],
    [label("expected_on"), <DateText key="e" value={row.expected_on as string} />],
    [label("last_followed_at"), <DateText key="l" value={row.last_followed_at as string} kind="ago" />],
    [label("next_contact_at"), <DateText key="n" value={row.next_contact_at as string} kind="datetime" />],
  ];
  return (
    <dl className="key-facts">
      {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="num">{value}</dd></div>)}
    </dl>
  );
}

/** The percentage, and at a click where it comes from. */
function Probability({ row }: { row: Row }) {
  const { t } = useT();
  const basis = useMoves(row).data?.current.probability.text;
  const value = row.probability as number | null | undefined;
  if (value === null || value === undefined) return <>—</>;
  if (!basis) return <>{value}%</>;
  return (
    <Popover trigger="click" title={t("赢率依据")} content={<div className="why">{basis}</div>}>
      <button type="button" className="plain why-button" aria-label={t("赢率 {{n}}%，查看依据", { n: value })}>{value}% <QuestionCircleOutlined aria-hidden /></button>
    </Popover>
  );
}
