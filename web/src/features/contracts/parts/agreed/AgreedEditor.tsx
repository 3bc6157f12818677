import { Alert, Button } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { errorText } from "../../../../kit/errorText";
import { formatMoney } from "../../../../kit/format";
import { useConfirm, useNotify } from "../../../../kit/notify";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useT } from "../../../../i18n";
import { useWholeAgreed, type Agreed } from "../../api";
import { sumOfLines, sumOfShares, yuan, type Kind } from "../../model/agreed";
import { Grid } from "./Grid";
import { useAgreed } from "./useAgreed";

interface Props { id: string; kind: Kind; onClose: () => void }

/** All lines, or all payment terms, of a draft in one table that is saved at once. */
export function AgreedEditor({ id, kind, onClose }: Props) {
  const read = useWholeAgreed(id);
  if (read.isError) return <ErrorBox error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data || read.isFetching) return <LinesSkeleton />;
  return <Typing whole={read.data} kind={kind} onClose={onClose} />;
}

function Typing({ whole, kind, onClose }: { whole: Agreed; kind: Kind; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const editor = useAgreed(kind, whole);
  const saved = () => { notify.ok(t("已保存")); onClose(); };
  const leave = async () => {
    if (!editor.dirty || (await confirm({ title: t("放弃修改？"), text: t("没有保存的内容会丢失。"), ok: t("放弃修改"), danger: true }))) onClose();
  };
  const wrong = Object.keys(editor.faults).length > 0;
  const shares = sumOfShares(editor.rows);
  return (
    <div className="col agreed-editor">
      {editor.stale && <Alert type="warning" showIcon title={t("这份合同刚被别人保存过，您输入的内容还在这里。")} action={<Button size="small" type="primary" loading={editor.saving} onClick={() => editor.save(true, saved)}>{t("用我的内容覆盖")}</Button>} />}
      <Grid editor={editor} />
      <div className="row between wrap touch">
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => editor.add()}>{t("添加一行")}</Button>
        {kind === "lines"
          ? <span>{t("含税合计")} <b className="num">¥ {formatMoney(yuan(sumOfLines(editor.rows)))}</b></span>
          : <span className={shares === "100" || shares === "0" ? undefined : "warning-text"}>{t("比例合计")} <b className="num">{shares}%</b></span>}
      </div>
      <div className="row between wrap touch agreed-save" role="region" aria-label={t("保存")}>
        <span className={editor.error || wrong ? "danger-text" : "second"} role={editor.error ? "alert" : undefined}>{wrong ? t("有标红的内容需要改正") : editor.error ? errorText(editor.error) : editor.dirty ? t("有未保存的修改") : ""}</span>
        <span className="row"><Button onClick={() => void leave()} disabled={editor.saving}>{t("取消")}</Button><Button type="primary" loading={editor.saving} onClick={() => editor.save(false, saved)}>{t("保存")}</Button></span>
      </div>
    </div>
  );
}
