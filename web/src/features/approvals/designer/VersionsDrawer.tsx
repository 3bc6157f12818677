import { Button, Drawer } from "antd";
import { api } from "../../../api/client";
import type { Row } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { useConfirm, useNotify } from "../../../kit/notify";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { FLOWS, useFlowChange, useVersions, type FlowRow, type FlowVersion } from "../api";

interface Props {
  flow: FlowRow;
  onShow: (version: FlowVersion) => void;
  onRestored: (row: Row) => void;
  onClose: () => void;
}

/** Every version that was published, who did it and why. What is under way stays on its own version. */
export function VersionsDrawer({ flow, onShow, onRestored, onClose }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const phone = useIsPhone();
  const versions = useVersions(flow.id);
  const change = useFlowChange(flow.id);
  const restore = async (number: number) => {
    if (!(await confirm({ title: t("恢复为草稿？"), text: t("第 {{n}} 版的内容会成为新的草稿，草稿里现有的修改会丢失；发布后才生效。", { n: number }), ok: t("恢复为草稿") }))) return;
    change.mutate(() => api.post<Row>(`/r/${FLOWS}/${flow.id}/do/restore`, { version: flow.version, inputs: { number } }), {
      onSuccess: (row) => { notify.ok(t("已恢复为草稿，发布后生效")); onRestored(row); },
      onError: notify.fail,
    });
  };
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 480} title={t("版本")}>
      {versions.isPending && <LinesSkeleton />}
      {versions.isError && <ErrorBox error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.data?.length === 0 && <Empty text={t("还没有发布过。")} />}
      <ul className="fd-versions">
        {versions.data?.map((one) => (
          <li key={one.number}>
            <div className="row between">
              <span className="row"><b>{t("第 {{n}} 版", { n: one.number })}</b>{one.current && <StatusTag color="green">{t("当前生效")}</StatusTag>}</span>
              <span className="muted small"><DateText value={one.published_at} kind="datetime" /></span>
            </div>
            <div className="small second">{[one.published_by?.label ?? t("系统"), one.running > 0 && t("{{n}} 个审批正按这一版进行", { n: one.running })].filter(Boolean).join(" · ")}</div>
            {one.note && <p className="small">{one.note}</p>}
            <div className="row touch">
              <Button size="small" onClick={() => onShow(one)}>{t("查看")}</Button>
              {(flow._can ?? []).includes("restore") && <Button size="small" loading={change.isPending} onClick={() => void restore(one.number)}>{t("恢复为草稿")}</Button>}
            </div>
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
