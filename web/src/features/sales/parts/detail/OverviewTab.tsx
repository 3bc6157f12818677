import { useContext } from "react";
import type { RecordProps } from "../../../../resource/registry";
import { useT } from "../../../../i18n";
import { FollowForm } from "../FollowForm";
import { AdvicePanel } from "./AdvicePanel";
import { FollowUps } from "./FollowUps";
import { WholePage } from "./wholePage";
import { KeyFacts } from "./KeyFacts";
import { SideLists } from "./SideLists";
import { StageBar } from "./StageBar";
import "../../sales.css";

/** 跟进: what was said and what comes next. In the drawer with the stages above it; on the full page they stand over the tabs. */
export function OverviewTab({ row, meta }: RecordProps) {
  const { t } = useT();
  const whole = useContext(WholePage);
  const talks = (
    <section aria-label={t("跟进")}>
      {row._can?.includes("follow") && <FollowForm row={row} />}
      <FollowUps id={row.id} />
    </section>
  );
  if (!whole) {
    return (
      <div className="drawer-pad col">
        <StageBar row={row} meta={meta} />
        <KeyFacts row={row} meta={meta} />
        <AdvicePanel row={row} />
        {talks}
      </div>
    );
  }
  return (
    <div className="sales-overview">
      <div className="sales-main">{talks}</div>
      <aside className="sales-side"><SideLists row={row} /></aside>
    </div>
  );
}
