import { useQuery } from "@tanstack/react-query";
import { Button, Popover } from "antd";
import { SafetyCertificateOutlined } from "@ant-design/icons";
import { api } from "../../../api/client";
import { copyText } from "../../../kit/copy";
import { DateText } from "../../../kit/DateText";
import { formatCount } from "../../../kit/format";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";

interface Chain {
  links: number;
  /** How many changes lie in the chain. */
  sealed: number;
  /** How many came after the newest link. */
  waiting: number;
  /** Id of the last sealed change. */
  last: number | null;
  at: string | null;
  digest: string;
}

/** How far history is sealed, and the newest link: who keeps it elsewhere can prove later that nothing before it was touched. */
export function ChainState() {
  const { t } = useT();
  const notify = useNotify();
  const chain = useQuery({ queryKey: ["audit", "chain"], queryFn: ({ signal }) => api.get<Chain>("/audit/chain", undefined, signal), staleTime: 30_000 });
  if (!chain.data) return null;
  const { sealed, waiting, last, at, digest } = chain.data;
  const copy = async () => ((await copyText(`${last} ${digest}`)) ? notify.ok(t("已复制")) : notify.fail(t("浏览器不允许复制，请选中后手动复制。")));
  const content = (
    <div className="chain col">
      <p className="second">{t("每隔几分钟，新的变更按顺序封存进哈希链：改动、删除或插入任何一条已封存的记录，校验都会发现。")}</p>
      <dl className="move-facts">
        <dt>{t("已封存")}</dt><dd className="num">{t("{{n}} 条变更", { n: formatCount(sealed) })}</dd>
        <dt>{t("等待封存")}</dt><dd className="num">{t("{{n}} 条变更", { n: formatCount(waiting) })}</dd>
        {at && <><dt>{t("最近封存")}</dt><dd><DateText value={at} kind="datetime" /></dd></>}
        {digest && <><dt>{t("最新摘要")}</dt><dd><code className="chain-digest">{digest}</code></dd></>}
      </dl>
      {digest && <p className="muted small">{t("把编号和摘要另存到别处（邮件、纸上）。日后运行 zhuke audit verify --expect 加这个摘要，即可证明此前的历史没有被改动。")}</p>}
      {digest && <div><Button size="small" onClick={() => void copy()}>{t("复制编号和摘要")}</Button></div>}
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content} title={t("历史封存")}>
      <Button type="text" icon={<SafetyCertificateOutlined aria-hidden />} className={sealed ? "chain-on" : undefined}>{sealed ? t("已封存 {{n}} 条", { n: formatCount(sealed) }) : t("尚未封存")}</Button>
    </Popover>
  );
}
