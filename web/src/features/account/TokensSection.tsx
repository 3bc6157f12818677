import { useState } from "react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { api } from "../../api/client";
import type { Token } from "../../api/types";
import { useT } from "../../i18n";
import { DateText } from "../../kit/DateText";
import { Empty } from "../../kit/Empty";
import { ErrorBox } from "../../kit/ErrorBox";
import { useConfirm, useNotify } from "../../kit/notify";
import { LinesSkeleton } from "../../kit/Skeletons";
import { TokenDialog } from "./TokenDialog";

/** Keys with which programs act in the person's name, at most with the person's own rights. */
export function TokensSection() {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const [fresh, setFresh] = useState<Token | null>(null);
  const list = useQuery({ queryKey: ["tokens"], queryFn: async () => asList(await api.get<Token[] | { items: Token[] }>("/tokens")) });
  const refresh = () => client.invalidateQueries({ queryKey: ["tokens"] });
  const remove = useMutation({ mutationFn: (id: string) => api.delete(`/tokens/${id}`), onSuccess: refresh, onError: notify.fail });
  const ask = async (token: Token) => {
    if (await confirm({ title: t("撤销令牌“{{name}}”？", { name: token.name }), text: t("使用它的程序会立即无法访问。"), ok: t("撤销令牌"), danger: true })) remove.mutate(token.id);
  };
  const add = <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setMaking(true)}>{t("新建令牌")}</Button>;
  return (
    <div>
      {fresh?.secret && <Fresh token={fresh} onClose={() => setFresh(null)} />}
      {list.isPending && <LinesSkeleton rows={3} />}
      {list.isError && <ErrorBox error={list.error} title={t("令牌没有加载成功")} onRetry={() => void list.refetch()} />}
      {list.data?.length === 0 && !fresh && <Empty text={t("还没有令牌。需要让程序读写数据时再新建。")} action={add} />}
      {list.data?.map((token) => (
        <div key={token.id} className="settings-line">
          <span>{token.name}
            <span className="muted small" style={{ display: "block" }}>
              {t("新建于")} <DateText value={token.created_at} /> · {token.expires_at ? <>{t("到期")} <DateText value={token.expires_at} /></> : t("不过期")} · {token.last_used_at ? <>{t("最近使用")} <DateText value={token.last_used_at} kind="ago" /></> : t("还没有用过")}
            </span>
          </span>
          <Button size="small" danger loading={remove.isPending && remove.variables === token.id} onClick={() => void ask(token)}>{t("撤销")}</Button>
        </div>
      ))}
      {list.data && list.data.length > 0 && <div className="settings-line"><span className="muted small">{t("令牌只能做您自己有权做的事。")}</span>{add}</div>}
      {making && <TokenDialog onClose={() => setMaking(false)} onMade={(token) => { setMaking(false); setFresh(token); void refresh(); }} />}
    </div>
  );
}

function asList(answer: Token[] | { items: Token[] }): Token[] {
  return Array.isArray(answer) ? answer : answer.items;
}

function Fresh({ token, onClose }: { token: Token; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const copy = () => navigator.clipboard.writeText(token.secret ?? "").then(() => notify.ok(t("已复制")), () => notify.fail(t("浏览器不允许复制，请选中后手动复制。")));
  return (
    <div className="panel-body col">
      <Alert type="success" showIcon title={t("令牌“{{name}}”已建好。它只显示这一次，请马上存好。", { name: token.name })} />
      <code className="secret">{token.secret}</code>
      <div className="row"><Button type="primary" onClick={() => void copy()}>{t("复制令牌")}</Button><Button onClick={onClose}>{t("我已存好")}</Button></div>
    </div>
  );
}
