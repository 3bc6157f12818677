import type { Row } from "../../../../api/types";
import { RefSelect } from "../../../../kit/RefSelect";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT } from "../../../../i18n";
import { useDuplicates } from "../DuplicatesButton";

/** Which customer is the same as this one: proposed ones first, else a search. */
export function OtherPicker({ kept, onPick }: { kept: Row; onPick: (id: string) => void }) {
  const { t } = useT();
  const found = useDuplicates(kept).flatMap((item) => (item.customer ? [{ ...item, customer: item.customer }] : []));
  const verdicts = { same: t("同一家"), likely: t("很可能是"), possible: t("可能是") };
  return (
    <section className="panel panel-body col merge-picker">
      <h2 className="side-head">{t("和哪个客户是同一家？")}</h2>
      {found.map((item) => (
        <button type="button" key={item.customer.id} className="plain merge-option" onClick={() => onPick(item.customer.id)}>
          <span className="row between"><b className="ellipsis">{item.customer.label}</b><span style={{ flex: "none" }}><StatusTag color={item.verdict === "possible" ? "outline" : "orange"}>{verdicts[item.verdict]}</StatusTag></span></span>
          <span className="muted small ellipsis">{[item.customer.number, item.customer.owner, item.customer.unit].filter(Boolean).join(" · ")}</span>
          {item.reasons && item.reasons.length > 0 && <span className="muted small">{item.reasons.join(t("；"))}</span>}
        </button>
      ))}
      {!found.length && <p className="muted small">{t("没有找到相似的客户，请自己搜索。")}</p>}
      <RefSelect resource="customers" value={null} onChange={(id) => id && id !== kept.id && onPick(id)} placeholder={t("按名称、编号或信用代码搜索")} aria-label={t("另一个客户")} />
    </section>
  );
}
