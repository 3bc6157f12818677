import { useRef, type ReactNode } from "react";
import { Drawer } from "antd";
import type { Meta, Row } from "../../api/types";
import { useConfirm } from "../../kit/notify";
import { useIsPhone } from "../../kit/useIsPhone";
import { useT } from "../../i18n";
import { ResourceForm } from "./ResourceForm";
import type { Values } from "./values";

interface Props {
  meta: Meta;
  row: Row | null;
  initial?: Values;
  /** Name of the field that takes the focus: what somebody came to fill in. */
  focus?: string;
  /** Stands above the form. */
  head?: ReactNode;
  onClose: () => void;
  onSaved: (row: Row) => void;
}

/** The form in a drawer (a full page on a phone). Closing with unsent input asks; the input stays as a draft either way. */
export function FormDrawer({ meta, row, initial, focus, head, onClose, onSaved }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const confirm = useConfirm();
  const dirty = useRef(false);
  const close = async () => {
    if (dirty.current && !(await confirm({ title: t("内容还没有保存"), text: t("现在离开，已填内容会作为草稿留在这台设备上，下次打开时恢复。"), ok: t("离开") }))) return;
    onClose();
  };
  const title = row ? t("编辑{{label}}", { label: meta.label }) : t("新建{{label}}", { label: meta.label });
  return (
    <Drawer open onClose={() => void close()} size={phone ? "100%" : 640} title={title} mask={{ closable: false }} rootClassName={row ? "over-record" : undefined} destroyOnHidden>
      {head}
      <ResourceForm meta={meta} row={row} initial={initial} focus={focus} onSaved={onSaved} onCancel={() => void close()} onDirty={(now) => { dirty.current = now; }} />
    </Drawer>
  );
}
