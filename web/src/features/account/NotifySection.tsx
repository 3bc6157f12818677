import { Checkbox } from "antd";
import { usePreferences, useSetPreferences } from "../../api/me";
import { tk, useT } from "../../i18n";
import { useNotify } from "../../kit/notify";

const KINDS: Record<string, string> = { mention: tk("有人 @我"), assigned: tk("分配给我"), comment: tk("我负责的记录有新留言"), reminder: tk("到期和跟进提醒"), job: tk("导入导出完成") };
const CHANNELS: Record<string, string> = { inbox: tk("站内消息"), email: tk("邮件") };
const USUAL = ["inbox"];

/** Which kinds of notice reach the person by which channel. */
export function NotifySection() {
  const { t } = useT();
  const notify = useNotify();
  const chosen = usePreferences().notify ?? {};
  const save = useSetPreferences();
  return (
    <div>
      {Object.entries(KINDS).map(([kind, label]) => (
        <div key={kind} className="settings-line">
          <span>{t(label)}</span>
          <Checkbox.Group aria-label={t(label)} value={chosen[kind] ?? USUAL} options={Object.entries(CHANNELS).map(([value, word]) => ({ value, label: t(word) }))}
            onChange={(channels) => save.mutate({ notify: { ...chosen, [kind]: channels.map(String) } }, { onError: notify.fail })} />
        </div>
      ))}
    </div>
  );
}
