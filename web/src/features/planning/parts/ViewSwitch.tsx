import { useEffect, useRef } from "react";
import { Select } from "antd";
import { tk, useT } from "../../../i18n";
import type { Ref } from "../../../api/types";
import { PlanMenu } from "./menu/PlanMenu";
import type { Plan } from "./usePlan";
import type { View, ViewName } from "./useView";

const LABELS: Record<ViewName, string> = {
  gantt: tk("横道图"), list: tk("列表"), board: tk("看板"), owners: tk("按人"), month: tk("月历"), lookahead: tk("近三周"), compare: tk("对比"), earned: tk("挣值"),
};

/** The views over one plan, which plan it is, and what is done with the whole of it. */
export function ViewSwitch({ view, plan, plans }: { view: View; plan: Plan; plans: Ref[] }) {
  const { t } = useT();
  const several = plans.length > 1;
  const names = (Object.keys(LABELS) as ViewName[]).filter((name) => name !== "compare" || several || plan.network?.baselines.length);
  // On a phone not all views have room: the chosen one is brought into sight.
  const nav = useRef<HTMLElement>(null);
  const [count, loaded] = [names.length, plan.network !== undefined];
  useEffect(() => {
    const chosen = nav.current?.querySelector<HTMLElement>(".on");
    if (chosen) nav.current!.scrollLeft = chosen.offsetLeft - nav.current!.offsetLeft - (nav.current!.clientWidth - chosen.offsetWidth) / 2;
  }, [view.view, count, loaded]);
  return (
    <div className="plan-switch">
      <nav ref={nav} className="plan-views" aria-label={t("视图")}>
        {names.map((name) => <button key={name} type="button" className={view.view === name ? "plain on" : "plain"} aria-current={view.view === name ? "page" : undefined} onClick={() => view.setView(name)}>{t(LABELS[name])}</button>)}
      </nav>
      <div className="row plan-which">
        {several && <Select value={plan.id} onChange={(id) => view.patch({ plan: id === plans[0]!.id ? null : id, baseline: null })} options={plans.map((one) => ({ value: one.id, label: one.label }))} aria-label={t("方案")} popupMatchSelectWidth={false} style={{ minWidth: 120, maxWidth: 220 }} />}
        {plan.network && <PlanMenu plan={plan} network={plan.network} plans={plans} view={view} />}
      </div>
    </div>
  );
}
