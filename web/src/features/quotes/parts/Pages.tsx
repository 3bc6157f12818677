import type { Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { useT } from "../../../i18n";
import { usePreview } from "../api";

/** The pages of the PDF as pictures: every browser shows these, a phone as well. */
export function Pages({ row }: { row: Row }) {
  const { t } = useT();
  const made = usePreview(row);
  if (made.isError) return <ErrorBox error={made.error} onRetry={() => void made.refetch()} />;
  if (!made.data) return <div className="paper"><span className="bone paper-wait" aria-label={t("正在生成预览")} /></div>;
  return (
    <div className="paper">
      {made.data.pages.map((page, i) => <img key={i} src={page} alt={t("第 {{n}} 页", { n: i + 1 })} />)}
      {made.data.count > made.data.pages.length && <p className="muted">{t("只预览前 {{n}} 页，共 {{count}} 页，请下载查看全部", { n: made.data.pages.length, count: made.data.count })}</p>}
    </div>
  );
}
