import { useState } from "react";
import { useParams } from "react-router";
import { ErrorBox } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { many } from "../../../i18n/many";
import { JobProgress } from "../../../resource/jobs/JobProgress";
import { BUSY, useBatch, type Detail } from "../api";
import { CheckStep } from "../parts/CheckStep";
import { MatchStep } from "../parts/MatchStep";
import { ResultStep } from "../parts/ResultStep";
import { stepOf, Steps } from "../parts/Steps";
import "../imports.css";

/** One import from the file to its result. It can be left at any time and goes on where it was. */
export function WizardPage() {
  const { t } = useT();
  const { id = "" } = useParams();
  const batch = useBatch(id);
  if (batch.isPending) return <div className="page"><div className="panel"><LinesSkeleton rows={8} /></div></div>;
  if (batch.isError) return <div className="page"><ErrorBox error={batch.error} onRetry={() => void batch.refetch()} /></div>;
  return (
    <div className="page">
      <PageHead title={t("导入{{label}}", { label: many(batch.data.resource_label) })} note={<span className="ellipsis">{batch.data.filename} · <StatusTag>{batch.data.state_label}</StatusTag></span>} />
      <Wizard batch={batch.data} />
    </div>
  );
}

function Wizard({ batch }: { batch: Detail }) {
  const { t } = useT();
  const [back, setBack] = useState(false);
  const busy = BUSY.includes(batch.state);
  const reached = stepOf(batch.state);
  const at = back && reached === 2 ? 1 : reached;
  return (
    <section className="panel import-panel">
      <Steps at={at} onGo={reached === 2 ? (step) => setBack(step === 1) : undefined} />
      <div className="import-body col">
        {busy && batch.job && <div className="import-progress"><JobProgress id={batch.job} /><p className="muted small">{t("可以离开这个页面，任务会在后台继续，完成后在“数据导入”里查看。")}</p></div>}
        {batch.message && !busy && <div className="import-alert error" role="alert">{batch.message}</div>}
        {!busy && at === 1 && <MatchStep key={`${batch.sheet}-${batch.header_row}`} batch={batch} onNext={() => setBack(false)} />}
        {!busy && at === 2 && <CheckStep batch={batch} onBack={() => setBack(true)} />}
        {!busy && at === 3 && <ResultStep batch={batch} />}
      </div>
    </section>
  );
}
