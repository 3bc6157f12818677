import { ApiError } from "../../api/errors";
import type { T } from "../../i18n";
import { errorText } from "../../kit/errorText";

/** The login library's codes in words that say what to do; anything unknown keeps the server's own sentence. */
export function loginError(error: unknown, t: T): string {
  const code = error instanceof ApiError ? error.code : "";
  switch (code) {
    case "username_password_mismatch":
    case "email_password_mismatch":
    case "invalid_login":
      return t("用户名或密码不对，请重新输入。连续输错会暂时锁定。");
    case "too_many_login_attempts":
    case "rate_limited":
    case "http_429":
      return t("输错次数太多，账号已暂时锁定。请 5 分钟后再试，或联系系统管理员。");
    case "account_inactive":
    case "inactive":
      return t("这个账号已停用，请联系系统管理员。");
    case "incorrect_code":
      return t("验证码不对或已过期，请输入验证器上最新的 6 位数字。");
    case "enter_current_password":
    case "incorrect_password":
      return t("当前密码不对，请重新输入。");
    case "invalid_password_reset":
      return t("链接已失效，请重新获取，或联系系统管理员。");
    case "not_here":
      return t("这个登录方式不适用于您所在的单位，请联系管理员。");
    case "off":
      return t("这个登录方式已停用，请换一种方式登录。");
    case "provider":
      return t("对方的登录服务现在联系不上，请稍后再试，或用密码登录。");
    case "http_403":
      return t("页面停留太久，请刷新后重试。");
    case "http_409":
      return t("您已经登录，请刷新页面。");
    default:
      return errorText(error);
  }
}
