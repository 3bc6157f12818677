import { ApiError } from "../api/errors";
import { t } from "../i18n";

/** What is wrong and what to do, for any error. The server's own sentence comes first: it is already translated. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return t("页面出错了，请刷新后重试。");
  if (error.message) return error.message;
  if (error.status === 0) return t("连接不上服务器，请检查网络后重试。");
  if (error.status === 403) return t("您没有这项权限，请联系系统管理员开通。");
  if (error.status === 404) return t("记录不存在，或不在您的数据范围内。");
  if (error.status === 413) return t("文件太大，请压缩后再上传。");
  if (error.status === 429) return t("操作太频繁，请稍等一分钟再试。");
  if (error.status === 502 || error.status === 503) return t("服务器正在维护或重启，请稍后重试。");
  return t("服务器出错（{{status}}），请重试；仍不行时把请求编号发给管理员。", { status: error.status });
}

/** What the server objects to about fields that the screen does not show by themselves (`shown`: those that it does). */
export function fieldMessages(error: unknown, shown: string[] = []): string[] {
  if (!(error instanceof ApiError)) return [];
  return Object.entries(error.fields).filter(([name]) => !shown.includes(name)).flatMap(([, messages]) => messages);
}

export function requestIdOf(error: unknown): string {
  return error instanceof ApiError ? error.requestId : "";
}
