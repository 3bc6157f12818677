import { Button } from "antd";
import { Link, useRouteError } from "react-router";
import { Empty } from "../kit/Empty";
import { ErrorBox } from "../kit/ErrorBox";
import { useT } from "../i18n";

/** Shown until the person and the shell have arrived. */
export function StartPage() {
  return <div className="start" aria-hidden><img src={`${import.meta.env.BASE_URL}icon.svg`} width={40} height={40} alt="" /></div>;
}

export function NotFoundPage() {
  const { t } = useT();
  return <Empty text={t("这个页面不存在，可能已经移动。")} action={<Link to="/"><Button type="primary">{t("回到工作台")}</Button></Link>} />;
}

function isChunkError(error: unknown): boolean {
  return error instanceof TypeError && /import|module|fetch/i.test(error.message);
}

/** A page that could not be drawn. A new version of the product is the usual reason: then a reload is all it needs. */
export function CrashPage({ inShell }: { inShell?: boolean }) {
  const { t } = useT();
  const error = useRouteError();
  const title = isChunkError(error) ? t("页面已更新，请重新加载") : undefined;
  return (
    <div style={inShell ? undefined : { paddingTop: "16vh" }}>
      <ErrorBox error={error} title={title} onRetry={() => location.reload()} />
    </div>
  );
}
