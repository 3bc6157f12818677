import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import type { Meta, Row } from "../../api/types";
import { useNotify } from "../../kit/notify";
import { useT } from "../../i18n";
import { useResourceUi } from "../registry";
import type { Values } from "./values";

const FormDrawer = lazy(() => import("./FormDrawer").then((module) => ({ default: module.FormDrawer })));

interface Props {
  meta: Meta;
  initial?: Values;
  onCreated?: (row: Row) => void;
  label?: string;
  /** An ordinary button: something else is the one primary button of the page. */
  quiet?: boolean;
}

/** 新建…: the primary button of a list; draws nothing for people who may not create. */
export function CreateButton({ meta, initial, onCreated, label, quiet }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const ui = useResourceUi(meta.name);
  const [open, setOpen] = useState(false);
  if (!meta.can.includes("create")) return null;
  const created = (row: Row) => {
    setOpen(false);
    notify.ok(t("已新建{{label}}", { label: meta.label }));
    onCreated?.(row);
  };
  const Own = ui.createForm;
  return (
    <>
      <Button type={quiet ? "default" : "primary"} icon={<PlusOutlined aria-hidden />} onClick={() => setOpen(true)}>{label ?? t("新建{{label}}", { label: meta.label })}</Button>
      <Suspense fallback={null}>
        {open && (Own
          ? <Own resource={meta.name} meta={meta} initial={initial} onClose={() => setOpen(false)} onCreated={created} />
          : <FormDrawer meta={meta} row={null} initial={initial} onClose={() => setOpen(false)} onSaved={created} />)}
      </Suspense>
    </>
  );
}
