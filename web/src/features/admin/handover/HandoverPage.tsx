import { useState } from "react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Steps } from "antd";
import { useNavigate, useParams } from "react-router";
import { CardsSkeleton } from "../../../kit/Skeletons";
import { PageHead } from "../../../kit/PageHead";
import { useNotify } from "../../../kit/notify";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { useRow } from "../../../resource/data/row";
import { trackJob } from "../../../resource/jobs/jobs";
import { LoadError } from "../LoadError";
import { outcomeQuery, previewQuery, startHandover } from "./api";
import { AssignStep } from "./AssignStep";
import { CheckStep } from "./CheckStep";
import { EMPTY, isUseful, planOf } from "./plan";
import { ResultStep } from "./ResultStep";
import { TakeStock } from "./TakeStock";
import "./handover.css";

/** A leaver's work goes to others: see what there is, say who gets it, check, do. */
export function Component() {
  const { t } = useT();
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const notify = useNotify();
  const phone = useIsPhone();
  const client = useQueryClient();
  const person = useRow("users", id);
  const preview = useQuery(previewQuery(id));
  const [step, setStep] = useState(0);
  const [choice, setChoice] = useState(EMPTY);
  const [job, setJob] = useState("");
  const outcome = useQuery({ ...outcomeQuery(id, planOf(choice)), enabled: step === 2 });
  const begin = useMutation({ mutationFn: () => startHandover(id, planOf(choice)), onError: notify.fail });
  if (preview.isError || person.isError) {
    return <LoadError error={preview.error ?? person.error} title={t("交接内容没有加载成功")} onRetry={() => void Promise.all([preview.refetch(), person.refetch()])} />;
  }
  const name = String(person.data?.name ?? "");
  const titles = [t("盘点"), t("分配"), t("核对"), t("结果")];
  const start = () => begin.mutate(undefined, { onSuccess: (made) => { trackJob(made.id); setJob(made.id); setStep(3); } });
  const again = () => {
    setChoice(EMPTY);
    setJob("");
    setStep(0);
    void client.invalidateQueries({ queryKey: previewQuery(id).queryKey });
  };
  const close = () => void navigate(`/admin/users?open=${id}`);
  const blocked = step === 1 ? !isUseful(choice) : step === 2 ? !outcome.data || outcome.data.problems.length > 0 : false;
  return (
    <div className="page ho-page">
      <PageHead title={name ? t("离职交接：{{name}}", { name }) : t("离职交接")} actions={<Button onClick={close}>{t("返回人员")}</Button>} />
      {phone ? <div className="ho-step"><b>{t("第 {{n}} 步，共 4 步", { n: step + 1 })}</b> · {titles[step]}</div>
        : <Steps className="ho-steps" size="small" current={step} items={titles.map((title) => ({ title }))} />}
      {!preview.data || !person.data ? <div className="panel"><CardsSkeleton rows={4} /></div> : (
        <>
          {step === 0 && <TakeStock preview={preview.data} />}
          {step === 1 && <AssignStep preview={preview.data} choice={choice} onChange={setChoice} />}
          {step === 2 && <CheckStep outcome={outcome} preview={preview.data} person={person.data} choice={choice} onChange={setChoice} />}
          {step === 3 && <ResultStep job={job} person={person.data} onAgain={again} />}
        </>
      )}
      {step < 3 && preview.data && (
        <footer className="ho-foot">
          {step > 0 && <Button onClick={() => setStep(step - 1)}>{t("上一步")}</Button>}
          {step < 2 && <Button type="primary" disabled={blocked} onClick={() => setStep(step + 1)}>{t("下一步")}</Button>}
          {step === 2 && <Button type="primary" disabled={blocked} loading={begin.isPending} onClick={start}>{t("开始交接")}</Button>}
        </footer>
      )}
    </div>
  );
}
