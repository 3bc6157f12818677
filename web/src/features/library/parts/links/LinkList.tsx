import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { LockFilled } from "@ant-design/icons";
import { DateText } from "../../../../kit/DateText";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { formatDateTime } from "../../../../kit/format";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { tagOf } from "../../../../kit/StatusTag";
import { useConfirm, useNotify } from "../../../../kit/notify";
import { tk, useT } from "../../../../i18n";
import { linksQuery, openingsQuery, revokeLink } from "../../api";
import type { Opening, ShareLink } from "../../model/types";

const LinkState = tagOf({ active: [tk("有效"), "green"], expired: [tk("已过期"), "outline"], revoked: [tk("已收回"), "red"], used_up: [tk("次数已用完"), "outline"] });
const WHAT: Record<Opening["what"], string> = { opened: tk("打开了页面"), wrong_password: tk("输错了密码"), downloaded: tk("下载了文件"), acknowledged: tk("确认了签收") };

/** Links for people outside: what they lead to, how long, how often used; who opened them; taking them back. */
export function LinkList({ of, quiet }: { of: { folder?: string; document?: string; mine?: 1; active?: 1 }; quiet?: boolean }) {
  const { t } = useT();
  const list = useQuery(linksQuery(of));
  if (list.isPending) return <LinesSkeleton rows={2} />;
  if (list.isError) return <ErrorBox error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data.length) return quiet ? <p className="muted small">{t("还没有外链。")}</p> : <Empty text={t("还没有外链。在资料里选中文件，点“外链分享”。")} />;
  return <ul className="lib-lines">{list.data.map((link) => <Line key={link.id} link={link} />)}</ul>;
}

function Line({ link }: { link: ShareLink }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const name = link.label || (link.scope === "folder" ? link.folder?.label : link.documents[0]?.label) || t("外链");
  const holds = link.scope === "folder" ? t("文件夹“{{name}}”", { name: link.folder?.label ?? "" }) : link.documents.length === 1 ? link.documents[0]!.label : t("{{n}} 份资料", { n: link.documents.length });
  const revoke = async () => {
    if (!(await confirm({ title: t("收回这个外链？"), text: t("对方将立即打不开，不能恢复；需要时再生成新的。"), ok: t("收回"), danger: true }))) return;
    try {
      await revokeLink(link.id);
      await client.invalidateQueries({ queryKey: ["library", "links"] });
      notify.ok(t("外链已收回"));
    } catch (error) {
      notify.fail(error);
    }
  };
  return (
    <li className="lib-link">
      <span className="grow" style={{ minWidth: 0 }}>
        <span className="row wrap" style={{ gap: "2px 8px" }}><b className="ellipsis">{name}</b><LinkState value={link.state} />{link.has_password && <LockFilled className="muted" title={t("有密码")} aria-label={t("有密码")} />}</span>
        <span className="muted small lib-link-facts">
          {link.label && <span>{holds}</span>}
          <span>{t("{{until}} 到期", { until: formatDateTime(link.expires_at) })}</span>
          <span>{link.max_downloads ? t("下载 {{n}} / {{most}} 次", { n: link.downloads, most: link.max_downloads }) : t("下载 {{n}} 次", { n: link.downloads })}</span>
          {link.created_by && <span>{link.created_by.label}</span>}
        </span>
      </span>
      <Button size="small" type="link" onClick={() => setOpen(true)}>{t("打开记录 {{n}}", { n: link.openings })}</Button>
      {link.can_revoke && link.state !== "expired" && <Button size="small" type="link" danger onClick={() => void revoke()}>{t("收回")}</Button>}
      {open && <OpeningsDialog link={link} name={name} onClose={() => setOpen(false)} />}
    </li>
  );
}

function OpeningsDialog({ link, name, onClose }: { link: ShareLink; name: string; onClose: () => void }) {
  const { t } = useT();
  const list = useQuery(openingsQuery(link.id));
  return (
    <Modal open width={520} title={t("“{{name}}”的打开记录", { name })} footer={null} onCancel={onClose}>
      {list.isPending && <LinesSkeleton />}
      {list.isError && <ErrorBox error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && !list.data.length && <Empty text={t("还没有人打开过。")} />}
      <ul className="lib-lines">
        {list.data?.map((one, i) => (
          <li key={i}><span className="grow" style={{ minWidth: 0 }}><span className={one.what === "wrong_password" ? "danger-text" : undefined}>{t(WHAT[one.what])}</span>{one.name && <span className="ellipsis muted small" style={{ display: "block" }}>{one.name}</span>}</span><span className="muted small num">{one.address}</span><span className="muted small"><DateText value={one.at} kind="datetime" /></span></li>
        ))}
      </ul>
    </Modal>
  );
}
