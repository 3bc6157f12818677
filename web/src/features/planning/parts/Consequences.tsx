import { Modal } from "antd";
import { ArrowRightOutlined } from "@ant-design/icons";
import { formatDate } from "../../../kit/format";
import { useT } from "../../../i18n";
import type { Consequences as Result } from "../model/types";
import type { Plan } from "./usePlan";

/** What a change would do, before it is saved. Behind it the bars already stand where they would come to lie. */
export function ConsequencesDialog({ plan }: { plan: Plan }) {
  const { t } = useT();
  const { asking } = plan;
  if (!asking) return null;
  const { consequences } = asking.result;
  const bad = consequences.days > 0 || consequences.late.length > 0;
  return (
    <Modal open title={t("这样调整的影响")} onCancel={plan.cancel} onOk={() => void plan.confirm()} okText={t("保存调整")} cancelText={t("取消")} mask={{ closable: false }}
      okButtonProps={{ loading: plan.busy, danger: bad, autoFocus: true }} width={480}>
      <ConsequenceList consequences={consequences} />
    </Modal>
  );
}

export function ConsequenceList({ consequences }: { consequences: Result }) {
  const { t } = useT();
  const { finish, days, moved, late, newly_critical: critical } = consequences;
  return (
    <div className="col consequences">
      <div className={`consequence-finish ${days > 0 ? "worse" : days < 0 ? "better" : ""}`}>
        <span className="muted small">{t("竣工")}</span>
        <div className="row wrap num">
          <b>{formatDate(finish[0]?.slice(0, 10))}</b>
          {finish[0] !== finish[1] && <><ArrowRightOutlined aria-hidden /><b>{formatDate(finish[1]?.slice(0, 10))}</b></>}
          <span className="consequence-days">{days > 0 ? t("推迟 {{n}} 个工作日", { n: days }) : days < 0 ? t("提前 {{n}} 个工作日", { n: -days }) : finish[0] === finish[1] ? t("不变") : t("同一工作日内")}</span>
        </div>
      </div>
      <ul className="consequence-list">
        <li>{t("另有 {{n}} 项任务的日期会变", { n: moved })}</li>
        {critical > 0 && <li className="warning-text">{t("{{n}} 项任务成为关键任务", { n: critical })}</li>}
      </ul>
      {late.length > 0 && (
        <section>
          <h3 className="danger-text consequence-title">{t("{{n}} 项任务将晚于期限", { n: late.length })}</h3>
          <ul className="consequence-late">
            {late.slice(0, 50).map((one) => (
              <li key={one.task.id}><span className="ellipsis grow">{one.task.label}</span><span className="num second">{t("期限 {{a}}，完成 {{b}}", { a: one.deadline.slice(0, 10), b: one.end.slice(0, 10) })}</span></li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
