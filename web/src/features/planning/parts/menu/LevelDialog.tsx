import { useEffect, useEffectEvent, useState } from "react";
import { Checkbox, Modal } from "antd";
import { Link } from "react-router";
import { api } from "../../../../api/client";
import type { Job } from "../../../../api/types";
import { useCan } from "../../../../api/me";
import { Choices } from "../../../../kit/Choices";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { JobProgress } from "../../../../resource/jobs/JobProgress";
import { isFinished, trackJob, useJob } from "../../../../resource/jobs/jobs";
import { planPath, type LevelResult } from "../../api";
import { ConsequenceList } from "../Consequences";
import type { Plan } from "../usePlan";

/** Tasks that ask for more of a resource than there is are put one after the other. First what would follow, then the doing. */
export function LevelDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const [rule, setRule] = useState("best");
  const [within, setWithin] = useState(false);
  const [found, setFound] = useState<LevelResult | null>(null);
  const [busy, setBusy] = useState(false);
  const [job, setJob] = useState<string | null>(null);
  const seek = async () => {
    setBusy(true);
    try {
      setJob((await api.post<Job>(planPath(plan.id, "optimise"), { within_float: within })).id);
    } catch (error) {
      setBusy(false);
      notify.fail(error);
    }
  };
  const run = async (preview: boolean) => {
    setBusy(true);
    try {
      const result = await api.post<LevelResult>(planPath(plan.id, "level"), rule === "clear" ? { clear: true, preview } : { rule, within_float: within, preview });
      if (preview) setFound(result);
      else {
        plan.take(result);
        notify.ok(rule === "clear" ? t("已取消均衡") : t("资源已均衡"), { undo: () => void plan.step("undo") });
        onClose();
      }
    } catch (error) {
      notify.fail(error);
    } finally {
      setBusy(false);
    }
  };
  const over = (done: boolean) => {
    if (!done) return setBusy(false); // what became of it stays to be read
    setJob(null);
    void run(true);
  };
  const choose = (next: string) => {
    if (job && busy) trackJob(job);
    setJob(null);
    setBusy(false);
    setRule(next);
    setFound(null);
  };
  // Who goes on to something else finds the search in the tray; what it finds is kept for an hour.
  const close = () => {
    if (job && busy) trackJob(job);
    onClose();
  };
  const sought = ({ proven, note }: LevelResult["levelling"]) =>
    proven ? t("已证明：在现有资源下，没有竣工更早的排法。") : note || (within ? t("这是在浮动时间内找到的最好排法。") : t("时间用完，这是已找到的最短排法，不一定是最短的。"));
  const nothing = found !== null && found.consequences.moved === 0 && found.changed.length === 0;
  return (
    <Modal open title={t("均衡资源")} onCancel={close} onOk={() => (nothing ? onClose() : void (found || rule !== "optimal" ? run(!found) : seek()))} okText={!found ? t("试算") : nothing ? t("知道了") : t("保存调整")} cancelText={t("取消")} okButtonProps={{ loading: busy }} width={480}>
      <div className="col">
        <Choices name="rule" label={t("排队规则")} value={rule} onChange={choose}
          items={[{ value: "best", label: t("自动选最短") }, ...(plan.can("optimise") ? [{ value: "optimal", label: t("求最短排法（约 10 秒，后台进行）") }] : []), { value: "priority", label: t("按优先级") }, { value: "slack", label: t("浮动少的先排") }, { value: "clear", label: t("取消以前的均衡") }]} />
        <Checkbox checked={within} disabled={rule === "clear" || busy} onChange={(event) => { setWithin(event.target.checked); setFound(null); }}>{t("只在浮动时间内移动，不推迟竣工")}</Checkbox>
        {job && <Search id={job} onOver={over} />}
        {found && found.levelling.over.length > 0 && <Shortage plan={plan} over={found.levelling.over} />}
        {found && !nothing && rule === "optimal" && <p className={found.levelling.proven ? "success-text" : "muted"}>{sought(found.levelling)}</p>}
        {nothing && !found.levelling.over.length && <p className="success-text">{rule === "clear" ? t("没有以前的均衡需要取消。") : t("没有超出能力的资源，不需要调整。")}</p>}
        {found && !nothing && <ConsequenceList consequences={found.consequences} />}
      </div>
    </Modal>
  );
}

/** The search while it runs, and what became of it. */
function Search({ id, onOver }: { id: string; onOver: (done: boolean) => void }) {
  const job = useJob(id).data;
  const ended = useEffectEvent(() => {
    onOver(job?.state === "done");
  });
  const over = isFinished(job);
  useEffect(() => {
    if (over) ended();
  }, [over]);
  return <JobProgress id={id} />;
}

/** Who is still asked for more than there is of them, and the way to somebody who has time. */
function Shortage({ plan, over }: { plan: Plan; over: LevelResult["levelling"]["over"] }) {
  const { t } = useT();
  const can = useCan();
  const short = over.filter((one, i) => over.findIndex((other) => other.resource.id === one.resource.id) === i).slice(0, 5);
  const free = (one: (typeof over)[number]) => {
    const tasks = over.filter((other) => other.resource.id === one.resource.id).flatMap((other) => plan.tree.byId.get(other.task.id) ?? []);
    const days = tasks.flatMap((task) => [task.start, task.end]).filter((day) => day !== null).map((day) => day.slice(0, 10)).toSorted();
    const asked = { kind: one.kind, skills: one.skills.join(","), project: plan.network?.plan.project.id ?? "", ...(days.length ? { since: days[0]!, until: days.at(-1)! } : {}) };
    return `/free?${new URLSearchParams(asked)}`;
  };
  return (
    <div className="col">
      <p className="warning-text">{t("{{n}} 处仍超出能力：{{names}}", { n: over.length, names: short.map((one) => one.resource.label).join("、") })}</p>
      {can("resource_requests", "create") && short.map((one) => <Link key={one.resource.id} to={free(one)}>{t("找人替“{{name}}”分担", { name: one.resource.label })}</Link>)}
    </div>
  );
}
