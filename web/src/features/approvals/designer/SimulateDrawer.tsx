import { useState } from "react";
import { Alert, Button, Drawer } from "antd";
import { PlayCircleOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import type { Field } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { errorText } from "../../../kit/errorText";
import { FieldRow } from "../../../kit/FieldRow";
import { RefSelect } from "../../../kit/RefSelect";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { Nodes } from "../../../resource/approvals/Nodes";
import { FieldInput } from "../../../resource/fields/FieldInput";
import { recordPath } from "../../../resource/registry";
import { useSimulate, type Approvable, type Simulated } from "../api";
import { usedFields, type Definition } from "../model/definition";

interface Props {
  definition: Definition;
  approvable: Approvable;
  onClose: () => void;
}

const ASKABLE = new Set(["integer", "decimal", "money", "percent", "date", "choice", "text", "yesno"]);

/** 谁会审批？ tries the flow as it is drawn on a record, perhaps with another amount or submitter. Nothing is kept. */
export function SimulateDrawer({ definition, approvable, onClose }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const run = useSimulate();
  const [record, setRecord] = useState<string | null>(null);
  const [submitter, setSubmitter] = useState<string | null>(null);
  const [values, setValues] = useState<Record<string, unknown>>({});
  const used = usedFields(definition);
  const fields = approvable.fields.filter((field) => used.includes(field.name) && ASKABLE.has(field.type));
  const start = () => {
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ""));
    run.mutate({ resource: approvable.resource, verb: approvable.verb, definition, ...(record ? { record } : {}), ...(submitter ? { submitter } : {}), ...(Object.keys(given).length ? { values: given } : {}) });
  };
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 520} title={t("试算：谁会审批？")}>
      <form className="col fd-form touch" onSubmit={(event) => { event.preventDefault(); start(); }}>
        <p className="muted small">{t("按图上现在的样子试算，没有保存的修改也算在内；不会发起审批，也不会通知任何人。")}</p>
        <FieldRow id="sim-record" label={t("用哪条{{what}}试算", { what: approvable.resource_label })} help={t("不选则用最近修改的一条。")}>
          <RefSelect id="sim-record" resource={approvable.resource} value={record} allowClear onChange={(id) => setRecord(id)} />
        </FieldRow>
        <FieldRow id="sim-who" label={t("假设由谁提交")} help={t("不选则假设由您提交。")}>
          <RefSelect id="sim-who" resource="users" value={submitter} allowClear onChange={(id) => setSubmitter(id)} />
        </FieldRow>
        {fields.map((field) => <Assumed key={field.name} resource={approvable.resource} field={field} value={values[field.name]} onChange={(value) => setValues((old) => ({ ...old, [field.name]: value }))} />)}
        <div><Button type="primary" htmlType="submit" icon={<PlayCircleOutlined aria-hidden />} loading={run.isPending}>{t("试算")}</Button></div>
        {run.isError && <Alert type="error" showIcon role="alert" title={errorText(run.error)} />}
        <div aria-live="polite">{run.data && <Result found={run.data} approvable={approvable} />}</div>
      </form>
    </Drawer>
  );
}

function Assumed({ resource, field, value, onChange }: { resource: string; field: Field; value: unknown; onChange: (value: unknown) => void }) {
  const { t } = useT();
  const id = `sim-${field.name}`;
  return (
    <FieldRow id={id} label={t("假设{{label}}是", { label: field.label })}>
      <FieldInput id={id} resource={resource} field={{ ...field, required: false, readonly: false }} value={value ?? null} onChange={onChange} />
    </FieldRow>
  );
}

function Result({ found, approvable }: { found: Simulated; approvable: Approvable }) {
  const { t } = useT();
  if (!found.nodes.length && !found.problems.length) return <Empty text={t("这样不需要任何人审批，提交后直接通过。")} />;
  return (
    <section className="panel panel-body col" aria-label={t("试算结果")}>
      {found.record && <div className="small second">{t("用这条记录试算：")}<Link to={recordPath(approvable.resource, found.record.id)}>{found.record.label}</Link></div>}
      {found.problems.map((problem, i) => <Alert key={i} type="warning" showIcon title={problem.message} />)}
      {found.outcome === "approved" && found.nodes.length > 0 && <Alert type="info" showIcon title={t("这样没有人需要审批，提交后直接通过。")} />}
      {found.nodes.length > 0 && <Nodes nodes={found.nodes} labelled={t("试算结果")} />}
    </section>
  );
}
