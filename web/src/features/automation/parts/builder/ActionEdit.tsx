import { Button, Input, InputNumber, Select } from "antd";
import { DeleteOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useT } from "../../../../i18n";
import { FieldRow } from "../../../../kit/FieldRow";
import { FieldInput } from "../../../../resource/fields/FieldInput";
import type { Choices, ResourceChoices } from "../../builder";
import { NO_ACTION, type Action } from "../../model/draft";
import { PeopleInput } from "./PeopleInput";
import { PlacesInput } from "./PlacesInput";

interface Props {
  at: number;
  action: Action;
  all: Choices;
  of: ResourceChoices;
  tried: boolean;
  onChange: (action: Action) => void;
  onRemove?: () => void;
}

/** What can be done for records of this resource. */
function kindsFor(all: Choices, of: ResourceChoices, current: string) {
  const has: Record<string, boolean> = { tag: of.tags, flag: of.flags.length > 0, create: of.makers.length > 0, approve: of.approvals.length > 0 };
  return all.actions.filter((kind) => kind.value === current || (has[kind.value] ?? true)).map((kind) => ({ value: kind.value, label: kind.label }));
}

/** One action of a rule: what is done, to whom, in which words. */
export function ActionEdit({ at, action, all, of, tried, onChange, onRemove }: Props) {
  const { t } = useT();
  const id = `action-${at}`;
  const set = (part: Partial<Action>) => onChange({ ...action, ...part });
  const missing = (empty: boolean) => (tried && empty ? [t("请填写。")] : undefined);
  const label = all.actions.find((kind) => kind.value === action.kind)?.label ?? action.kind;
  return (
    <section className="rule-action" aria-label={t("动作 {{n}}：{{label}}", { n: at + 1, label })}>
      <div className="row between">
        <Select aria-label={t("做什么")} value={action.kind} options={kindsFor(all, of, action.kind)} onChange={(kind: string) => onChange({ ...NO_ACTION, to: kind === "letter" ? [] : action.to, title: action.title, body: action.body, kind })} style={{ width: 180 }} />
        {onRemove && <Button type="text" icon={<DeleteOutlined />} aria-label={t("删除这个动作")} onClick={onRemove} />}
      </div>
      {["notify", "todo", "letter"].includes(action.kind) && (
        <FieldRow id={`${id}-to`} label={t("收件人")} required errors={missing(!action.to.length)}>
          <PeopleInput id={`${id}-to`} value={action.to} all={all} of={of} outside={action.kind === "letter"} onChange={(to) => set({ to })} />
        </FieldRow>
      )}
      {["notify", "todo"].includes(action.kind) && <Words id={id} action={action} of={of} missing={missing} set={set} />}
      {action.kind === "todo" && (
        <div className="row wrap">
          <FieldRow id={`${id}-due`} label={t("期限（工作日后）")}><InputNumber id={`${id}-due`} min={0} max={365} precision={0} value={typeof action.due_in === "number" ? action.due_in : null} placeholder={t("不限")} onChange={(due_in) => set({ due_in })} /></FieldRow>
          <FieldRow id={`${id}-kind`} label={t("类别")}><Select id={`${id}-kind`} value={action.category} options={all.todo_kinds} onChange={(category: string) => set({ category })} style={{ width: 150 }} /></FieldRow>
        </div>
      )}
      {action.kind === "tag" && <FieldRow id={`${id}-tag`} label={t("标签")} required errors={missing(!action.tag.trim())}><Input id={`${id}-tag`} maxLength={40} value={action.tag} onChange={(event) => set({ tag: event.target.value })} /></FieldRow>}
      {action.kind === "flag" && <Pick id={id} label={t("标记")} options={of.flags} action={action} set={set} errors={missing(!action.what)} />}
      {action.kind === "approve" && <Pick id={id} label={t("审批")} options={of.approvals} action={action} set={set} errors={missing(!action.what)} help={t("以负责人的名义发起。")} />}
      {["flag", "approve"].includes(action.kind) && <FieldRow id={`${id}-title`} label={t("说明")}><PlacesInput id={`${id}-title`} value={action.title} places={of.places} onChange={(title) => set({ title })} /></FieldRow>}
      {action.kind === "letter" && <>
        <Pick id={id} label={t("信函模板")} options={of.templates} action={action} set={set} errors={missing(!action.what)} help={t("宣传类模板不会发给已退订的地址。")} />
        <p className="small"><Link to="/admin/letter-templates">{t("管理信函模板")}</Link></p>
      </>}
      {action.kind === "create" && <Create id={id} action={action} of={of} set={set} tried={tried} />}
      {action.kind === "webhook" && <>
        <Pick id={id} label={t("外部系统")} options={of.webhooks} action={action} set={set} errors={missing(!action.what)} />
        <FieldRow id={`${id}-fields`} label={t("随通知发送的字段")} help={t("编号和名称总会发送；受保护的字段不能发送。")}>
          <Select id={`${id}-fields`} mode="multiple" value={(action.values.fields as string[]) ?? []} options={of.places} onChange={(fields) => set({ values: { fields } })} showSearch={{ optionFilterProp: "label" }} />
        </FieldRow>
        <p className="small"><Link to="/admin/webhooks">{t("管理外部系统")}</Link></p>
      </>}
    </section>
  );
}

interface PartProps {
  id: string;
  action: Action;
  set: (part: Partial<Action>) => void;
}

function Words({ id, action, of, missing, set }: PartProps & { of: ResourceChoices; missing: (empty: boolean) => string[] | undefined }) {
  const { t } = useT();
  const errors = missing(!action.title.trim());
  return (
    <>
      <FieldRow id={`${id}-title`} label={t("标题")} required errors={errors}><PlacesInput id={`${id}-title`} value={action.title} places={of.places} invalid={Boolean(errors)} onChange={(title) => set({ title })} placeholder={t("例如：{name} 该联系了")} /></FieldRow>
      <FieldRow id={`${id}-body`} label={t("补充说明")}><PlacesInput id={`${id}-body`} value={action.body} places={of.places} onChange={(body) => set({ body })} /></FieldRow>
    </>
  );
}

function Pick({ id, label, options, action, set, errors, help }: PartProps & { label: string; options: { value: string; label: string }[]; errors?: string[]; help?: string }) {
  const { t } = useT();
  return (
    <FieldRow id={`${id}-what`} label={label} required errors={errors} help={options.length ? help : t("还没有可选的，请先新建。")}>
      <Select id={`${id}-what`} value={action.what || undefined} options={options.map((one) => ({ value: one.value, label: one.label }))} placeholder={t("请选择")} status={errors && "error"} onChange={(what: string) => set({ what })} />
    </FieldRow>
  );
}

function Create({ id, action, of, set, tried }: PartProps & { of: ResourceChoices; tried: boolean }) {
  const { t } = useT();
  const maker = of.makers.find((one) => one.value === action.what);
  return (
    <>
      <Pick id={id} label={t("创建什么")} options={of.makers} action={action} errors={tried && !action.what ? [t("请填写。")] : undefined} set={({ what }) => set({ what, values: {} })} help={t("已有同名未结的，不会重复创建。")} />
      {maker?.inputs.map((field) => {
        const value = action.values[field.name];
        const put = (next: unknown) => set({ values: { ...action.values, [field.name]: next } });
        const errors = tried && field.required && (value === undefined || value === null || value === "") ? [t("请填写。")] : undefined;
        const key = `${id}-${field.name}`;
        return (
          <FieldRow key={field.name} id={key} label={field.label} required={field.required} errors={errors}>
            {field.type === "text" || field.type === "longtext"
              ? <PlacesInput id={key} value={String(value ?? "")} places={of.places} rows={field.type === "longtext" ? 2 : undefined} onChange={put} />
              : <FieldInput resource={of.resource} field={field} id={key} value={value ?? field.default ?? null} onChange={put} />}
          </FieldRow>
        );
      })}
    </>
  );
}
