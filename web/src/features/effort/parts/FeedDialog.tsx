import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Input, Modal } from "antd";
import { copyText } from "../../../kit/copy";
import { DateText } from "../../../kit/DateText";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useConfirm, useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { feedsQuery, useFeedChanges } from "../api";

/** The project's key days in one's own calendar: an address made, copied once, revoked. */
export function FeedDialog({ project, onClose }: { project: string; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const feeds = useQuery(feedsQuery(project));
  const { make, revoke } = useFeedChanges(project);
  const url = make.data?.url;
  const copy = async (text: string) => {
    if (await copyText(text)) notify.ok(t("已复制"));
    else notify.fail(t("浏览器不允许复制，请手动选中地址复制。"));
  };
  const end = async (id: string) => {
    if (await confirm({ title: t("撤销这个订阅地址？"), text: t("使用它的日历将不再更新，不能恢复。"), ok: t("撤销订阅"), danger: true })) revoke.mutate(id, { onError: notify.fail });
  };
  return (
    <Modal open title={t("订阅项目日历")} footer={null} onCancel={onClose}>
      <div className="col touch">
        <p className="second">{t("里程碑、截止日期、付款节点和人员进场会出现在手机或 Outlook 的日历里，并自动更新。看到的内容始终按您当时的权限；地址泄露时请撤销。")}</p>
        {url ? (
          <>
            <Alert type="success" showIcon title={t("订阅地址已生成，只显示这一次，请现在复制。")} />
            <Input.TextArea readOnly autoSize value={url} aria-label={t("订阅地址")} onFocus={(event) => event.target.select()} />
            <div className="row end"><Button href={url.replace(/^https?:/, "webcal:")}>{t("在日历程序中打开")}</Button><Button type="primary" onClick={() => void copy(url)}>{t("复制地址")}</Button></div>
          </>
        ) : <div className="row end"><Button type="primary" loading={make.isPending} onClick={() => make.mutate(undefined, { onError: notify.fail })}>{t("生成订阅地址")}</Button></div>}
        {feeds.isPending && <LinesSkeleton rows={2} />}
        {feeds.isError && <ErrorBox error={feeds.error} onRetry={() => void feeds.refetch()} />}
        {feeds.data?.map((feed) => (
          <div className="row between" key={feed.id}>
            <span className="small second">{t("生成于")} <DateText value={feed.created_at} kind="datetime" /> · {t("最近使用")} <DateText value={feed.last_used_at} kind="ago" /></span>
            <Button danger size="small" loading={revoke.isPending} onClick={() => void end(feed.id)}>{t("撤销订阅")}</Button>
          </div>
        ))}
      </div>
    </Modal>
  );
}
