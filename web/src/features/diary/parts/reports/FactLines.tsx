import { Link } from "react-router";
import { formatDateTime } from "../../../../kit/format";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT } from "../../../../i18n";
import { recordPath } from "../../../../resource/registry";
import type { Fact, Line } from "../../api";

/** What the records say of a day, by kind; each thing leads to its record. */
export function FactLines({ lines }: { lines: Line[] }) {
  const { t } = useT();
  const filled = lines.filter((line) => line.items.length);
  if (!filled.length) return <p className="muted" style={{ padding: "8px 0" }}>{t("当天还没有记录。沟通、拜访、报价等一录入就会出现在这里。")}</p>;
  return (
    <>
      {filled.map((line) => (
        <section key={line.code} aria-label={line.label}>
          <h3 className="report-kind">{line.label} <span className="muted num">{line.items.length}</span></h3>
          {line.items.map((item, i) => <FactLine key={`${item.id}-${i}`} item={item} />)}
        </section>
      ))}
    </>
  );
}

function FactLine({ item }: { item: Fact }) {
  const { t } = useT();
  return (
    <div className="report-line">
      <span className="report-line-time num">{formatDateTime(item.at).slice(11)}</span>
      <span className="grow">
        {item.id ? <Link to={recordPath(item.resource, item.id)}>{item.title}</Link> : <span className="muted">{item.title}</span>}
        {item.note && <span className="small muted"> {item.note}</span>}
      </span>
      {item.late > 0 && <StatusTag color="orange">{t("补录 {{n}} 天", { n: item.late })}</StatusTag>}
    </div>
  );
}
