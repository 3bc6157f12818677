import { useState } from "react";
import { useSearchParams } from "react-router";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { providerAddress } from "../../api/auth";
import { api } from "../../api/client";
import { useT } from "../../i18n";
import { DateText } from "../../kit/DateText";
import { Empty } from "../../kit/Empty";
import { ErrorBox } from "../../kit/ErrorBox";
import { useConfirm, useNotify } from "../../kit/notify";
import { LinesSkeleton } from "../../kit/Skeletons";
import { loginError } from "./loginError";
import { KIND_MARKS, outsideError, useSignInOptions } from "./providers";
import { useReauth } from "./useReauth";

interface Linked {
  id: number;
  provider: string;
  name: string;
  label: string;
  linked_at: string;
  last_used_at: string;
}

/** Accounts of other systems that sign this person in: link one, or untie it. */
export function LinkedSection() {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const client = useQueryClient();
  const options = useSignInOptions();
  const [params, setParams] = useSearchParams();
  const [leaving, setLeaving] = useState("");
  const { withPassword, dialog } = useReauth();
  const list = useQuery({ queryKey: ["linked"], queryFn: () => api.get<Linked[]>("/me/accounts") });
  if (list.isPending || !options) return <LinesSkeleton rows={3} />;
  if (list.isError) return <ErrorBox error={list.error} title={t("绑定的账号没有加载成功")} onRetry={() => void list.refetch()} />;
  const refused = params.get("error");
  const calm = () => setParams({ section: "sign-in" }, { replace: true });

  const link = async (provider: string) => {
    calm();
    setLeaving(provider);
    try {
      await withPassword(async () => {
        const { step, location } = await providerAddress(provider, "connect");
        if (location) window.location.assign(location);
        else setLeaving("");
        return step;
      });
    } catch (error) {
      setLeaving("");
      notify.fail(loginError(error, t));
    }
  };
  const untie = async (account: Linked) => {
    if (!(await confirm({ title: t("解除与“{{name}}”的绑定？", { name: account.name }), text: t("以后这个账号不能直接登录筑客，除非管理员设置了自动识别。"), ok: t("解除绑定"), danger: true }))) return;
    try {
      await api.delete(`/me/accounts/${account.id}`);
      await client.invalidateQueries({ queryKey: ["linked"] });
      notify.ok(t("已解除绑定"));
    } catch (error) {
      notify.fail(error);
    }
  };
  const free = options.providers.filter((one) => !list.data.some((account) => account.provider === one.id));
  return (
    <div>
      {dialog}
      {(refused || params.get("linked")) && (
        <div className="panel-body">
          {refused ? <Alert type="error" showIcon role="alert" title={outsideError(refused, params.get("provider") ?? "", options, t)} closable={{ onClose: calm }} /> : <Alert type="success" showIcon title={t("已绑定，以后可以用它登录。")} closable={{ onClose: calm }} />}
        </div>
      )}
      {!list.data.length && !free.length && <Empty text={t("管理员还没有开通其他登录方式。")} />}
      {list.data.map((account) => (
        <div key={account.id} className="settings-line">
          <span>{account.name} · {account.label}<span className="muted small" style={{ display: "block" }}>{t("绑定于")} <DateText value={account.linked_at} /></span></span>
          <Button size="small" danger onClick={() => void untie(account)}>{t("解除绑定")}</Button>
        </div>
      ))}
      {free.map((one) => (
        <div key={one.id} className="settings-line">
          <span className="row"><span className={`provider-mark ${one.kind}`} aria-hidden>{t(KIND_MARKS[one.kind])}</span><span>{one.name}<span className="muted small" style={{ display: "block" }}>{t("没有绑定")}</span></span></span>
          <Button size="small" loading={leaving === one.id} onClick={() => void link(one.id)}>{t("绑定")}</Button>
        </div>
      ))}
    </div>
  );
}
