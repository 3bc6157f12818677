import { useState } from "react";
import { Button } from "antd";
import { BulbOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Row } from "../../../../api/types";
import { formatDate } from "../../../../kit/format";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useT } from "../../../../i18n";
import { adviceQuery, RESOURCE, type Advice } from "../../api";
import { AdviceButton } from "./AdviceButton";
import "../../sales.css";

/** What comes first is to be done first; the rest waits behind a click. */
const SHOWN = 2;

/** 下一步建议: what to do next, why, and the button that does it. Nothing to advise: one calm sentence. */
export function AdvicePanel({ row }: { row: Row }) {
  const { t } = useT();
  const advice = useQuery(adviceQuery(RESOURCE, row.id));
  const [unfolded, setUnfolded] = useState(false);
  if (advice.isError) return null;
  const all = advice.data?.items ?? [];
  const items = unfolded ? all : all.slice(0, SHOWN);
  return (
    <section className="advice" aria-label={t("下一步建议")}>
      <h3 className="advice-head"><BulbOutlined aria-hidden /> {t("下一步建议")}</h3>
      {advice.isPending && <LinesSkeleton rows={1} />}
      {advice.data && !all.length && <p className="muted small">{t("目前没有要紧的事，按约定的时间联系即可。")}</p>}
      {items.map((item, i) => <AdviceLine key={`${item.code}-${i}`} advice={item} first={i === 0} />)}
      {all.length > SHOWN && <div><Button type="link" size="small" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>{unfolded ? t("收起") : t("还有 {{n}} 条建议", { n: all.length - SHOWN })}</Button></div>}
    </section>
  );
}

/** One piece of advice; about one of several opportunities it names which. */
export function AdviceLine({ advice, first }: { advice: Advice; first: boolean }) {
  const { t } = useT();
  return (
    <div className={first ? "advice-line first" : "advice-line"}>
      <div className="grow">
        <div className="advice-title">{advice.title}</div>
        <div className="second small">{advice.reason}{advice.due_on && <span className="num"> {t("期限 {{day}}", { day: formatDate(advice.due_on) })}</span>}</div>
        {advice.opportunity && <div className="small ellipsis"><Link to={`/opportunities/${advice.opportunity.id}`}>{advice.opportunity.label}</Link></div>}
      </div>
      <AdviceButton advice={advice} first={first} />
    </div>
  );
}
