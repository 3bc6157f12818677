import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import { FilePdfOutlined, SendOutlined } from "@ant-design/icons";
import type { Meta, Row } from "../../../api/types";
import { useConfirm, useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useDo } from "../../../resource/data/row";
import { ActionDialog } from "../../../resource/drawer/ActionDialog";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { pdfUrl } from "../api";

const SendDialog = lazy(() => import("./SendDialog").then((module) => ({ default: module.SendDialog })));

interface Props {
  meta: Meta;
  row: Row;
  onEdit: () => void;
  onVersion: (made: Row) => void;
}

/** What may be done now: the one next step as the primary button, the rest beside it. */
export function VerbButtons({ meta, row, onEdit, onVersion }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const run = useDo(meta.name);
  const [sending, setSending] = useState(false);
  const [marking, setMarking] = useState(false);
  const can = row._can ?? [];
  const mark = meta.actions.find((action) => action.name === "mark_sent" && can.includes(action.name));
  const submit = () => run.mutate({ row, verb: "submit" }, { onSuccess: () => notify.ok(t("已提交审批")), onError: (error) => notify.fail(error) });
  const renew = async () => {
    const sure = await confirm({ title: t("另存为新版本"), text: t("将复制全部明细成为新的草稿，当前版本标为“已被新版替换”。"), ok: t("另存为新版本") });
    if (sure) run.mutate({ row, verb: "new_version" }, { onSuccess: (made) => { notify.ok(t("已建立新版本")); onVersion(made); }, onError: (error) => notify.fail(error) });
  };
  // A draft is edited in its lines; the fixed states leave only the ways that meta names.
  const rest = { ...meta, actions: meta.actions.filter((action) => action.name !== "new_version") };
  return (
    <>
      <Button icon={<FilePdfOutlined aria-hidden />} href={pdfUrl(row.id)}>{t("下载 PDF")}</Button>
      {can.includes("new_version") && <Button loading={run.isPending && run.variables?.verb === "new_version"} onClick={() => void renew()}>{t("另存为新版本")}</Button>}
      <ActionButtons meta={rest} row={row} onEdit={onEdit} inline={1} primary={false} />
      {can.includes("submit") && <Button type="primary" loading={run.isPending && run.variables?.verb === "submit"} onClick={submit}>{t("提交审批")}</Button>}
      {can.includes("send") && <Button type="primary" icon={<SendOutlined aria-hidden />} onClick={() => setSending(true)}>{t("发送给客户")}</Button>}
      <Suspense fallback={null}>{sending && <SendDialog row={row} onClose={() => setSending(false)} onMark={mark && (() => { setSending(false); setMarking(true); })} />}</Suspense>
      {marking && mark && <ActionDialog meta={meta} row={row} action={mark} onClose={() => setMarking(false)} />}
    </>
  );
}
