import { useState } from "react";
import { Alert, Modal, Select } from "antd";
import { ApiError } from "../../api/errors";
import { useMeta } from "../../api/meta";
import { Choices } from "../../kit/Choices";
import { errorText } from "../../kit/errorText";
import { FieldRow } from "../../kit/FieldRow";
import { useNotify } from "../../kit/notify";
import { RefSelect } from "../../kit/RefSelect";
import { tk, useT } from "../../i18n";
import { FieldInput } from "../fields/FieldInput";
import { useDecide } from "./data";
import { OpinionInput } from "./OpinionInput";
import type { ApprovalDetail, ApprovalFact, ApprovalOfRecord, DecideVerb } from "./types";
import { DONE, VERBS } from "./words";

interface Props {
  item: ApprovalDetail | ApprovalOfRecord;
  verb: DecideVerb;
  onClose: () => void;
}

const PEOPLE: DecideVerb[] = ["add_before", "add_after", "copy"];
const PERSON: DecideVerb[] = ["hand_over", "reassign"];
const MUST: DecideVerb[] = ["reject", "return", "comment", "cancel"];
const HINTS: Partial<Record<DecideVerb, string>> = {
  reject: tk("驳回后审批结束，提交人可修改后重新提交。"),
  add_before: tk("他们先处理，同意之后再轮到您。"),
  add_after: tk("您现在同意，然后再请他们处理。"),
  hand_over: tk("由对方代替您处理，您不再需要处理。"),
  copy: tk("对方可以查看这次审批，不需要处理。"),
  cancel: tk("审批立即结束，记录恢复为可修改。"),
  withdraw: tk("审批立即结束，可修改后重新提交。"),
};

/** What a step needs to be told: an opinion, people, a node, or fields that the node opens. */
export function VerbDialog({ item, verb, onClose }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const decide = useDecide(item);
  const [opinion, setOpinion] = useState("");
  const [people, setPeople] = useState<string[]>([]);
  const [person, setPerson] = useState<string | null>(null);
  const [node, setNode] = useState("start");
  const [task, setTask] = useState<string | null>(null);
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [tried, setTried] = useState(false);
  const detail = "return_to" in item ? item : null;
  const editable = verb === "approve" && detail ? detail.facts.filter((fact) => fact.right === "edit") : [];
  const required = MUST.includes(verb) || ((verb === "approve" || verb === "add_after") && item.opinion === "required");
  const refused = decide.error instanceof ApiError ? decide.error.fields : {};
  const errors = {
    opinion: refused.opinion ?? (tried && required && !opinion.trim() ? [t("请写明意见，提交人和后面的审批人会看到。")] : undefined),
    people: refused.people ?? (tried && PEOPLE.includes(verb) && !people.length ? [t("请选择人员。")] : undefined),
    person: refused.person ?? (tried && PERSON.includes(verb) && !person ? [t("请选择人员。")] : undefined),
    task: refused.task ?? (tried && verb === "reassign" && !task ? [t("请选择要换掉的审批人。")] : undefined),
  };
  const submit = () => {
    setTried(true);
    const said = opinion.trim();
    if ((required && !said) || (PEOPLE.includes(verb) && !people.length) || (PERSON.includes(verb) && !person) || (verb === "reassign" && !task)) return;
    const body: Record<string, unknown> = { opinion: said };
    if (PEOPLE.includes(verb)) body.people = people;
    if (PERSON.includes(verb)) body.person = person;
    if (verb === "return") body.node = node;
    if (verb === "reassign") body.task = task;
    if (verb === "approve" && Object.keys(values).length) body.values = values;
    decide.mutate({ verb, body }, { onSuccess: () => { notify.ok(t(DONE[verb])); onClose(); } });
  };
  const turns = item.nodes.filter((one) => one.state === "current").flatMap((one) => one.people).filter((turn) => turn.task && (turn.state === "open" || turn.state === "waiting"));
  const shownAtField = Object.values(errors).some(Boolean);
  return (
    <Modal open title={t(VERBS[verb])} onCancel={onClose} onOk={submit} okText={t(VERBS[verb])} cancelText={t("取消")} okButtonProps={{ danger: verb === "reject" || verb === "cancel", loading: decide.isPending }}>
      <form className="col touch" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <p className="second">{item.title}</p>
        {HINTS[verb] && <p className="small muted">{t(HINTS[verb])}</p>}
        {decide.isError && !shownAtField && <Alert type="error" showIcon role="alert" title={errorText(decide.error)} />}
        {verb === "return" && detail && <Choices name="node" label={t("退回到")} value={node} onChange={setNode} items={targets(detail)} />}
        {verb === "reassign" && (
          <FieldRow id="apv-task" label={t("换掉哪位审批人")} required errors={errors.task}>
            <Select id="apv-task" value={task} onChange={setTask} placeholder={t("请选择")} options={turns.map((turn) => ({ value: turn.task!, label: turn.person?.label ?? "" }))} />
          </FieldRow>
        )}
        {PEOPLE.includes(verb) && (
          <FieldRow id="apv-people" label={t("人员")} required errors={errors.people}>
            <RefSelect id="apv-people" resource="users" multiple value={people} onChange={(ids) => setPeople(ids)} />
          </FieldRow>
        )}
        {PERSON.includes(verb) && (
          <FieldRow id="apv-person" label={t("交给谁")} required errors={errors.person}>
            <RefSelect id="apv-person" resource="users" value={person} onChange={(id) => setPerson(id)} />
          </FieldRow>
        )}
        {editable.length > 0 && <EditFacts resource={item.resource} facts={editable} values={values} onChange={setValues} errors={refused} />}
        <OpinionInput value={opinion} onChange={setOpinion} required={required} verb={verb} errors={errors.opinion} autoFocus={!PEOPLE.includes(verb) && !PERSON.includes(verb)} />
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}

function targets(detail: ApprovalDetail) {
  return detail.return_to.map((one) => ({ value: one.node, label: one.name }));
}

/** Fields of the record that this node lets its approvers fill in. */
function EditFacts({ resource, facts, values, onChange, errors }: { resource: string; facts: ApprovalFact[]; values: Record<string, unknown>; onChange: (values: Record<string, unknown>) => void; errors: Record<string, string[]> }) {
  const meta = useMeta(resource);
  return (
    <>
      {facts.map((fact) => {
        const field = meta.data?.fields.find((one) => one.name === fact.name);
        if (!field) return null;
        const id = `apv-${fact.name}`;
        const value = fact.name in values ? values[fact.name] : plain(fact.value);
        return (
          <FieldRow key={fact.name} id={id} label={fact.label} errors={errors[fact.name] ?? errors[`values.${fact.name}`]}>
            <FieldInput id={id} resource={resource} field={field} value={value} onChange={(next) => onChange({ ...values, [fact.name]: next })} />
          </FieldRow>
        );
      })}
    </>
  );
}

/** A reference is edited by its id. */
function plain(value: unknown): unknown {
  return value && typeof value === "object" && "id" in value ? value.id : value;
}
