import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import { tk, type T } from "../../i18n";

export type ProviderKind = "oidc" | "dingtalk" | "feishu" | "wecom";

export interface SignInOptions {
  /** The firm's name. */
  name: string;
  /** Whether a forgotten password can be reset by mail. */
  password_reset: boolean;
  /** Accounts of other systems that sign in. */
  providers: { id: string; kind: ProviderKind; name: string }[];
}

export function useSignInOptions() {
  return useQuery({ queryKey: ["sign-in"], queryFn: () => api.get<SignInOptions>("/sign-in"), staleTime: 60_000 }).data;
}

/** Inside which application's browser this page stands. */
export function insideOf(agent: string): ProviderKind | null {
  if (/wxwork/i.test(agent)) return "wecom";
  if (/dingtalk/i.test(agent)) return "dingtalk";
  return /lark|feishu/i.test(agent) ? "feishu" : null;
}

/** Why an outside account did not sign in or could not be linked. `name` is shown only when it is one of ours: addresses can be forged. */
export function outsideError(code: string, name: string, options: SignInOptions | undefined, t: T): string {
  const known = options?.providers.some((one) => one.name === name) ? name : t("对方系统");
  switch (code) {
    case "unknown":
      return t("您的账号还没有开通，请联系管理员。");
    case "inactive":
      return t("这个账号已停用，请联系系统管理员。");
    case "ambiguous":
      return t("有不止一位同事与这个账号相符，请联系管理员。");
    case "not_here":
      return t("“{{name}}”不适用于您所在的单位，请换一种方式登录。", { name: known });
    case "off":
      return t("这个登录方式已停用，请换一种方式登录。");
    case "cancelled":
      return t("您没有在“{{name}}”完成登录。", { name: known });
    case "code":
      return t("登录码已失效，请再试一次。");
    case "outside":
      return t("您不是这家企业的成员，请联系管理员。");
    case "connected_other":
      return t("这个账号已绑定到另一个人，请联系管理员。");
    case "expired":
      return t("等待太久，登录已过期，请再试一次。");
    default:
      return t("“{{name}}”没有完成登录，请稍后再试，或换一种方式登录。", { name: known });
  }
}

export const KIND_MARKS: Record<ProviderKind, string> = { oidc: tk("单"), dingtalk: tk("钉"), feishu: tk("飞"), wecom: tk("企") };
