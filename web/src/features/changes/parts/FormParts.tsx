import { DatePicker, Input, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import dayjs from "dayjs";
import { useId } from "react";
import type { Filter, Meta, Ref } from "../../../api/types";
import { Choices } from "../../../kit/Choices";
import { FieldRow } from "../../../kit/FieldRow";
import { RefSelect } from "../../../kit/RefSelect";
import { useT } from "../../../i18n";
import { rowQuery } from "../../../resource/data/row";
import type { TypedChange } from "../model/form";
import { PickOf } from "./PickOf";

export interface PartProps { typed: TypedChange; put: (values: Partial<TypedChange>) => void; faults: Record<string, string>; meta: Meta }

const optionsOf = (meta: Meta, name: string) => meta.fields.find((field) => field.name === name)?.options ?? [];
const faultsOf = (faults: Record<string, string>, name: string) => (faults[name] ? [faults[name]] : undefined);
const mine = (project: Ref | null, name = "project"): Filter | null => (project ? [name, "=", project.id] : null);
const asRef = (value: unknown) => (value as Ref | null) ?? null;

/** What is asked for, by whom, why. */
export function Asked({ typed, put, faults, meta, fixed }: PartProps & { fixed: boolean }) {
  const { t } = useT();
  const id = useId();
  const project = useQuery({ ...rowQuery("projects", typed.project?.id ?? ""), enabled: Boolean(typed.project) }).data;
  const customer = asRef(project?.customer);
  const other = (next: Ref | null) => put({ project: next, contact: null, contract: null, task: null });
  return (
    <>
      <h3 className="form-section">{t("变更")}</h3>
      <FieldRow label={t("项目")} id={`${id}-project`} required wide errors={faultsOf(faults, "project")}>
        <RefSelect id={`${id}-project`} resource="projects" disabled={fixed} value={typed.project?.id ?? null} known={typed.project?.label ? [typed.project] : []} placeholder={t("选择项目")} onChange={(_value, item) => other(item)} />
      </FieldRow>
      <FieldRow label={t("变更内容")} id={`${id}-title`} required wide errors={faultsOf(faults, "title")}>
        <Input id={`${id}-title`} maxLength={160} value={typed.title} placeholder={t("例如 门诊大厅吊顶由石膏板改为铝板")} onChange={(event) => put({ title: event.target.value })} />
      </FieldRow>
      <FieldRow label={t("变更类别")} id={`${id}-kind`} required errors={faultsOf(faults, "kind")}>
        <Select id={`${id}-kind`} value={typed.kind || undefined} placeholder={t("请选择")} style={{ width: "100%" }} onChange={(kind: string) => put({ kind })}
          options={optionsOf(meta, "kind").filter((one) => one.active !== false || one.value === typed.kind).map((one) => ({ value: one.value, label: one.label }))} />
      </FieldRow>
      <FieldRow label={t("提出日期")} id={`${id}-on`} errors={faultsOf(faults, "asked_on")}>
        <DatePicker id={`${id}-on`} value={dayjs(typed.asked_on)} allowClear={false} maxDate={dayjs()} inputReadOnly style={{ width: "100%" }} onChange={(day) => day && put({ asked_on: day.format("YYYY-MM-DD") })} />
      </FieldRow>
      <FieldRow label={t("提出方")} id={`${id}-origin`} errors={faultsOf(faults, "origin")}>
        <Select id={`${id}-origin`} value={typed.origin} style={{ width: "100%" }} onChange={(origin: string) => put({ origin, ...(origin === "customer" ? {} : { contact: null }) })} options={optionsOf(meta, "origin").map((one) => ({ value: one.value, label: one.label }))} />
      </FieldRow>
      {typed.origin === "customer" && (
        <FieldRow label={t("提出人")} id={`${id}-contact`} errors={faultsOf(faults, "contact")}>
          <PickOf id={`${id}-contact`} resource="contacts" filter={mine(customer, "customer")} fields="name,position" placeholder={t("客户的联系人")} value={typed.contact} onChange={(contact) => put({ contact })}
            show={(row) => ({ ref: { id: row.id, label: String(row.name) }, hint: String(row.position ?? "") })} />
        </FieldRow>
      )}
      <FieldRow label={t("变更原因")} id={`${id}-reason`} wide errors={faultsOf(faults, "reason")}>
        <Input.TextArea id={`${id}-reason`} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} value={typed.reason} onChange={(event) => put({ reason: event.target.value })} />
      </FieldRow>
      <FieldRow label={t("详细说明")} id={`${id}-description`} wide errors={faultsOf(faults, "description")}>
        <Input.TextArea id={`${id}-description`} autoSize={{ minRows: 2, maxRows: 10 }} maxLength={5000} value={typed.description} onChange={(event) => put({ description: event.target.value })} />
      </FieldRow>
    </>
  );
}

/** What the customer pays more, and how many days longer it takes by contract. */
export function Contract({ typed, put, faults, masked }: PartProps & { masked: boolean }) {
  const { t } = useT();
  const id = useId();
  if (typed.variation) {
    return (
      <>
        <h3 className="form-section">{t("对合同的影响")}</h3>
        <FieldRow label={t("依据的签证单")} id={`${id}-variation`} wide errors={faultsOf(faults, "variation") ?? faultsOf(faults, "contract")} help={t("签证单批准后自己计入合同；这里只填对预算和计划的影响")}>
          <Input id={`${id}-variation`} value={typed.variation.label} readOnly disabled />
        </FieldRow>
      </>
    );
  }
  return (
    <>
      <h3 className="form-section">{t("对合同的影响")}</h3>
      <FieldRow label={t("要变更的合同")} id={`${id}-contract`} wide errors={faultsOf(faults, "contract")} help={t("批准后在这份合同上生成变更草稿；留空则不生成")}>
        <PickOf id={`${id}-contract`} resource="project_contracts" filter={mine(typed.project)} fields="contract,part" placeholder={t("项目的合同")} value={typed.contract} onChange={(contract) => put({ contract })}
          show={(row) => (asRef(row.contract) ? { ref: asRef(row.contract)! } : null)} />
      </FieldRow>
      {!masked && <Amount id={`${id}-income`} label={t("合同金额增减（元）")} name="income_amount" typed={typed} put={put} faults={faults} help={t("含税；减少填负数")} />}
      <Amount id={`${id}-days`} label={t("合同工期增减（天）")} name="days" typed={typed} put={put} faults={faults} help={t("日历天；缩短填负数")} />
    </>
  );
}

/** What it costs us, and on which item. */
export function Cost({ typed, put, faults, masked }: PartProps & { masked: boolean }) {
  const { t } = useT();
  const id = useId();
  if (masked) return null;
  return (
    <>
      <h3 className="form-section">{t("对预算的影响")}</h3>
      <FieldRow label={t("成本科目")} id={`${id}-item`} errors={faultsOf(faults, "cost_item")}>
        <RefSelect id={`${id}-item`} resource="cost_items" allowClear value={typed.cost_item?.id ?? null} known={typed.cost_item ? [typed.cost_item] : []} placeholder={t("选择科目")} onChange={(_value, cost_item) => put({ cost_item })} />
      </FieldRow>
      <Amount id={`${id}-cost`} label={t("成本增减（元）")} name="cost_amount" typed={typed} put={put} faults={faults} help={t("含税；减少填负数")} />
    </>
  );
}

/** Which task takes longer, or what comes behind it. */
export function Plan({ typed, put, faults, meta }: PartProps) {
  const { t } = useT();
  const id = useId();
  const filter: Filter | null = typed.project ? { and: [["project", "=", typed.project.id], ["live", "=", true], ["kind", "=", "task"]] } : null;
  return (
    <>
      <h3 className="form-section">{t("对计划的影响")}</h3>
      <div className="wide"><Choices name="effect" label={t("影响方式")} value={typed.task_effect} onChange={(task_effect) => put({ task_effect })} items={optionsOf(meta, "task_effect").map((one) => ({ value: one.value, label: one.label }))} /></div>
      {typed.task_effect !== "none" && (
        <>
          <FieldRow label={typed.task_effect === "extend" ? t("受影响的任务") : t("在哪个任务之后")} id={`${id}-task`} wide errors={faultsOf(faults, "task")}>
            <PickOf id={`${id}-task`} resource="tasks" filter={filter} sort="wbs" fields="name,wbs" placeholder={t("执行计划中的任务")} value={typed.task} onChange={(task) => put({ task })}
              show={(row) => ({ ref: { id: row.id, label: String(row.name) }, hint: String(row.wbs ?? ""), indent: String(row.wbs ?? "").split(".").length - 1 })} />
          </FieldRow>
          {typed.task_effect === "insert" && (
            <FieldRow label={t("新任务名称")} id={`${id}-new`} errors={faultsOf(faults, "new_task")} help={t("留空则用变更内容")}>
              <Input id={`${id}-new`} maxLength={160} value={typed.new_task} onChange={(event) => put({ new_task: event.target.value })} />
            </FieldRow>
          )}
          <Amount id={`${id}-task-days`} label={typed.task_effect === "extend" ? t("工期增减（工作日）") : t("新任务工期（工作日）")} name="task_days" typed={typed} put={put} faults={faults} help={typed.task_effect === "extend" ? t("缩短填负数") : ""} />
        </>
      )}
    </>
  );
}

function Amount({ id, label, name, typed, put, faults, help }: Pick<PartProps, "typed" | "put" | "faults"> & { id: string; label: string; name: "income_amount" | "cost_amount" | "days" | "task_days"; help: string }) {
  return (
    <FieldRow label={label} id={id} errors={faultsOf(faults, name)} help={help}>
      <Input id={id} inputMode="text" value={typed[name]} onChange={(event) => put({ [name]: event.target.value })} />
    </FieldRow>
  );
}
