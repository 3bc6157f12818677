import { Button, Divider } from "antd";
import { KeyOutlined } from "@ant-design/icons";
import { passkeyTrouble } from "../../api/passkeys";
import { useT } from "../../i18n";
import { insideOf, KIND_MARKS, type SignInOptions } from "./providers";

interface Props {
  options: SignInOptions | undefined;
  busy: string;
  onProvider: (id: string) => void;
  onPasskey: () => void;
}

/** What stands beside name and password: accounts of other systems, and passkeys where the browser has them. */
export function OtherWays({ options, busy, onProvider, onPasskey }: Props) {
  const { t } = useT();
  const inside = insideOf(navigator.userAgent);
  const ways = options?.providers.filter((one) => one.kind !== inside) ?? [];
  const passkeys = passkeyTrouble() === null;
  if (!ways.length && !passkeys) return null;
  return (
    <div className="col">
      <Divider plain className="login-or">{t("其他登录方式")}</Divider>
      {ways.map((one) => <ProviderButton key={one.id} way={one} busy={busy === one.id} onClick={() => onProvider(one.id)} />)}
      {passkeys && <Button block icon={<KeyOutlined aria-hidden />} loading={busy === "passkey"} onClick={onPasskey}>{t("用通行密钥登录")}</Button>}
    </div>
  );
}

/** Inside WeCom, DingTalk or Feishu: one touch, before everything else. */
export function InsideWay({ options, busy, onProvider }: Omit<Props, "onPasskey">) {
  const { t } = useT();
  const inside = insideOf(navigator.userAgent);
  const ways = options?.providers.filter((one) => one.kind === inside) ?? [];
  if (!ways.length) return null;
  return (
    <div className="col">
      {ways.map((one) => <ProviderButton key={one.id} way={one} primary busy={busy === one.id} onClick={() => onProvider(one.id)} />)}
      <Divider plain className="login-or">{t("或用密码登录")}</Divider>
    </div>
  );
}

function ProviderButton({ way, primary, busy, onClick }: { way: SignInOptions["providers"][number]; primary?: boolean; busy: boolean; onClick: () => void }) {
  const { t } = useT();
  return (
    <Button block type={primary ? "primary" : "default"} loading={busy} onClick={onClick} icon={<span className={`provider-mark ${way.kind}`} aria-hidden>{t(KIND_MARKS[way.kind])}</span>}>
      {t("用{{name}}登录", { name: way.name })}
    </Button>
  );
}
