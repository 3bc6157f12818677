import { useState } from "react";
import { Button, Checkbox, Input, Select } from "antd";
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { uuid7 } from "../../../../api/uuid";
import { useT } from "../../../../i18n";
import { calendarOf, workDays } from "../../model/calendar";
import { linkable } from "../../model/moves";
import { lengthText, parseLength } from "../../model/time";
import type { LinkKind, Network, Task, TaskLink } from "../../model/types";
import { LINK_KINDS } from "../../model/words";
import type { Plan } from "../usePlan";

interface Props {
  plan: Plan;
  network: Network;
  task: Task;
  onOpen: (id: string) => void;
}

/** What a task waits for, and what waits for it. */
export function LinksTab(props: Props) {
  const { t } = useT();
  return (
    <div className="drawer-pad col">
      <Side {...props} title={t("前置任务")} none={t("没有前置任务：只受计划开始日期和限制约束。")} before />
      <Side {...props} title={t("后续任务")} none={t("没有后续任务。")} />
    </div>
  );
}

function Side({ plan, network, task, onOpen, title, none, before }: Props & { title: string; none: string; before?: boolean }) {
  const links = network.links.filter((link) => (before ? link.to : link.from) === task.id);
  return (
    <section>
      <h3 className="drawer-section">{title}</h3>
      {!links.length && <p className="muted small">{none}</p>}
      <ul className="link-list">
        {links.map((link) => <LinkRow key={`${link.id} ${link.kind} ${link.lag}`} plan={plan} network={network} link={link} other={before ? link.from : link.to} onOpen={onOpen} />)}
      </ul>
      {plan.can("edit") && <AddLink plan={plan} network={network} task={task} before={before} />}
    </section>
  );
}

function LinkRow({ plan, network, link, other, onOpen }: { plan: Plan; network: Network; link: TaskLink; other: string; onOpen: (id: string) => void }) {
  const { t } = useT();
  const perDay = link.elapsed ? 1440 : workDays(calendarOf(network, plan.tree.byId.get(link.to))).minutesPerDay;
  const task = plan.tree.byId.get(other);
  const [lag, setLag] = useState(lengthText(link.lag, perDay));
  const off = !plan.can("edit");
  const send = (values: Partial<TaskLink>) => void plan.edit([{ op: "relink", id: link.id, kind: link.kind, lag: link.lag, elapsed: link.elapsed, ...values }]);
  const read = parseLength(lag, perDay);
  const keepLag = () => (read === null || read === link.lag ? setLag(lengthText(link.lag, perDay)) : send({ lag: read }));
  return (
    <li>
      <button type="button" className="plain link-name" onClick={() => onOpen(other)}><span className="muted num small">{task?.wbs}</span> <span className="ellipsis">{task?.name ?? "…"}</span></button>
      <div className="row link-parts">
        <Select<LinkKind> size="small" value={link.kind} disabled={off} onChange={(kind) => send({ kind })} options={LINK_KINDS.map((one) => ({ value: one.value, label: t(one.label) }))} aria-label={t("依赖类型")} popupMatchSelectWidth={false} style={{ flex: 1 }} />
        <Input size="small" value={lag} disabled={off} status={read === null ? "error" : undefined} onChange={(event) => setLag(event.target.value)} onBlur={keepLag} onPressEnter={keepLag} aria-label={t("间隔")} title={t("间隔：2天，-1天 表示提前")} style={{ width: 84 }} />
        <Checkbox checked={link.elapsed} disabled={off} onChange={(event) => send({ elapsed: event.target.checked })} title={t("间隔按日历天算，不跳过休息日")}>{t("日历天")}</Checkbox>
        {!off && <Button type="text" size="small" danger icon={<DeleteOutlined />} aria-label={t("删除依赖")} onClick={() => void plan.edit([{ op: "unlink", id: link.id }])} />}
      </div>
    </li>
  );
}

function AddLink({ plan, network, task, before }: { plan: Plan; network: Network; task: Task; before?: boolean }) {
  const { t } = useT();
  const [other, setOther] = useState<string | null>(null);
  const [kind, setKind] = useState<LinkKind>("FS");
  const ends = (id: string) => (before ? ([id, task.id] as const) : ([task.id, id] as const));
  const options = network.tasks.filter((one) => linkable(network, plan.tree, ...ends(one.id))).map((one) => ({ value: one.id, label: `${one.wbs} ${one.name}` }));
  const add = async () => {
    if (!other) return;
    const [from, to] = ends(other);
    await plan.edit([{ op: "link", id: uuid7(), from, to, kind, lag: 0, elapsed: false }]);
    setOther(null);
  };
  return (
    <div className="row link-add">
      <Select showSearch={{ optionFilterProp: "label" }} value={other} onChange={setOther} options={options} placeholder={before ? t("选择前置任务") : t("选择后续任务")} aria-label={before ? t("选择前置任务") : t("选择后续任务")} style={{ flex: 1, minWidth: 0 }} />
      <Select<LinkKind> value={kind} onChange={setKind} options={LINK_KINDS.map((one) => ({ value: one.value, label: one.value }))} aria-label={t("依赖类型")} />
      <Button icon={<PlusOutlined aria-hidden />} disabled={!other} loading={plan.busy} onClick={() => void add()}>{t("添加")}</Button>
    </div>
  );
}
