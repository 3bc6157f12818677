import { useQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import { Link } from "react-router";
import { useT } from "../../../i18n";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatCount } from "../../../kit/format";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { recordPath } from "../../../resource/registry";
import { previewQuery, type Rule } from "../api";

/** Which records would fire now, with the numbers that hold or with those just typed. */
export function PreviewDrawer({ rule, values, onClose }: { rule: Rule; values: Record<string, number> | null; onClose: () => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const preview = useQuery({ ...previewQuery(rule.id, values), enabled: rule.timed });
  const found = preview.data;
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 480} title={t("预览：{{name}}", { name: rule.name })}>
      <div className="col preview">
        {!rule.timed && <Empty text={t("这条规则在事件发生时才执行，没有可以预览的记录。")} />}
        {rule.timed && preview.isPending && <LinesSkeleton />}
        {preview.isError && <ErrorBox error={preview.error} onRetry={() => void preview.refetch()} />}
        {found && (
          <>
            <p className="preview-count">{found.count ? t("现在有 {{n}} 条{{what}}会触发", { n: formatCount(found.count, found.exact), what: rule.resource_label }) : t("现在没有记录会触发。")}</p>
            <p className="second">{found.condition}</p>
            {values && <p className="warning-text small">{t("按尚未保存的数字试算，没有发出任何消息。")}</p>}
            <p className="muted small">{t("只算您能看到的记录；同一次已经提醒过的不再计入。")}</p>
            {found.items.length > 0 && <ul className="preview-list panel">{found.items.map((item) => <li key={item.id}><Link to={recordPath(rule.resource, item.id)}>{item.label}</Link></li>)}</ul>}
            {found.count > found.items.length && <p className="muted small">{t("只列出前 {{n}} 条", { n: found.items.length })}</p>}
          </>
        )}
      </div>
    </Drawer>
  );
}
