import { useEffect, useRef, useState } from "react";
import { Button, Drawer } from "antd";
import { useNavigate } from "react-router";
import { isApiError } from "../../../api/errors";
import type { Meta, Row } from "../../../api/types";
import { uuid7 } from "../../../api/uuid";
import { dayOf } from "../../../kit/days";
import { useConfirm, useNotify } from "../../../kit/notify";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { useSaveRow } from "../../../resource/data/row";
import type { CreateFormProps } from "../../../resource/registry";
import { CHANGES } from "../api";
import { changed, typedOf, unreadable, type TypedChange } from "../model/form";
import { Asked, Contract, Cost, Plan } from "./FormParts";
import "../changes.css";

/** A new change; when it is there, its page shows what it would bring about. */
export function CreateChange({ meta, initial, onClose, onCreated }: CreateFormProps) {
  const navigate = useNavigate();
  const created = (row: Row) => {
    onCreated(row);
    void navigate(`/changes/${row.id}`);
  };
  return <ChangeForm meta={meta} row={null} initial={initial} onClose={onClose} onSaved={created} />;
}

export function EditChange({ meta, row, onClose }: { meta: Meta; row: Row; onClose: () => void }) {
  return <ChangeForm meta={meta} row={row} onClose={onClose} onSaved={onClose} />;
}

interface Props { meta: Meta; row: Row | null; initial?: Record<string, unknown>; onClose: () => void; onSaved: (row: Row) => void }

function ChangeForm({ meta, row, initial, onClose, onSaved }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const notify = useNotify();
  const confirm = useConfirm();
  const save = useSaveRow(CHANGES);
  const [id] = useState(() => row?.id ?? uuid7());
  const [begun] = useState<TypedChange>(() => typedOf(row ?? withProject(initial), dayOf(new Date())));
  const [typed, setTyped] = useState(begun);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const hidden = row ? meta.fields.filter((field) => field.masked).map((field) => field.name) : [];
  // What is wrong may lie above or below what the window shows.
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (Object.keys(faults).length) body.current?.querySelector(".field-error")?.scrollIntoView({ block: "center" });
  }, [faults]);
  const put = (values: Partial<TypedChange>) => {
    setTyped((before) => ({ ...before, ...values }));
    setFaults((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in values))));
  };
  const dirty = JSON.stringify(typed) !== JSON.stringify(begun);
  const close = async () => {
    if (dirty && !(await confirm({ title: t("内容还没有保存"), text: t("现在离开，刚才填写的内容会丢失。"), ok: t("离开"), danger: true }))) return;
    onClose();
  };
  const send = () => {
    const bad = Object.fromEntries([
      ...unreadable(typed).map((name) => [name, t("请填写数字，减少或缩短填负数。")]),
      ...(["project", "title", "kind"] as const).filter((name) => !typed[name]).map((name) => [name, t("请填写这一项。")]),
    ]) as Record<string, string>;
    setFaults(bad);
    if (Object.keys(bad).length) return;
    const values = changed(typed, row ? begun : null, hidden);
    if (row && !Object.keys(values).length) return onClose();
    save.mutate({ id, version: row?.version ?? null, values }, {
      onSuccess: onSaved,
      onError: (error) => {
        if (isApiError(error) && Object.keys(error.fields).length) setFaults(Object.fromEntries(Object.entries(error.fields).map(([name, texts]) => [name, texts.join(" ")])));
        else notify.fail(error);
      },
    });
  };
  const parts = { typed, put, faults, meta };
  return (
    <Drawer open onClose={() => void close()} size={phone ? "100%" : 720} mask={{ closable: false }} destroyOnHidden rootClassName={row ? "over-record" : undefined}
      title={row ? t("编辑变更申请") : t("新建变更申请")}
      footer={<div className="row end touch"><Button onClick={() => void close()}>{t("取消")}</Button><Button type="primary" loading={save.isPending} onClick={send}>{row ? t("保存") : t("保存并查看影响")}</Button></div>}>
      <div className="form-grid drawer-pad touch" ref={body}>
        <Asked {...parts} fixed={Boolean(row)} />
        <Contract {...parts} masked={hidden.includes("income_amount")} />
        <Cost {...parts} masked={hidden.includes("cost_amount")} />
        <Plan {...parts} />
      </div>
    </Drawer>
  );
}

/** The project comes as an id from a list inside its page; its name follows from the reference. */
function withProject(initial: Record<string, unknown> | undefined): Partial<Row> {
  const project = initial?.project;
  return { ...initial, project: typeof project === "string" ? { id: project, label: "" } : (project ?? null) } as Partial<Row>;
}
