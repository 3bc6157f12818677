import { useQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import { useT } from "../../../i18n";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { previewQuery, type Rule } from "../api";
import { Found } from "./builder/TrialPanel";

/** Which records would fire now, with the numbers that hold or with those just typed. */
export function PreviewDrawer({ rule, values, onClose }: { rule: Rule; values: Record<string, number> | null; onClose: () => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const preview = useQuery(previewQuery(rule.id, values));
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 480} title={t("预览：{{name}}", { name: rule.name })}>
      <div className="col preview">
        {preview.isPending && <LinesSkeleton />}
        {preview.isError && <ErrorBox error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.data && <Found trial={preview.data} label={rule.resource_label} resource={rule.resource} />}
        {values && <p className="warning-text small">{t("按尚未保存的数字试算，没有发出任何消息。")}</p>}
        <p className="muted small">{t("只算您能看到的记录；同一次已经提醒过的不再计入。")}</p>
      </div>
    </Drawer>
  );
}
