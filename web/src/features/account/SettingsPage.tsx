import { useEffect, useRef } from "react";
import { useSearchParams } from "react-router";
import { useMe } from "../../api/me";
import { tk, useT } from "../../i18n";
import { PageHead } from "../../kit/PageHead";
import { useNotify } from "../../kit/notify";
import { DelegationSection } from "./DelegationSection";
import { DisplaySection } from "./DisplaySection";
import { LinkedSection } from "./LinkedSection";
import { NotifySection } from "./NotifySection";
import { PasswordForm } from "./PasswordForm";
import { PasskeysSection } from "./PasskeysSection";
import { ProfileSection } from "./ProfileSection";
import { SessionsSection } from "./SessionsSection";
import { TokensSection } from "./TokensSection";
import { TwoStepSection } from "./TwoStepSection";
import "./account.css";

const SECTIONS = [
  { key: "profile", label: tk("个人资料"), component: ProfileSection },
  { key: "display", label: tk("语言与显示"), component: DisplaySection },
  { key: "notify", label: tk("消息提醒"), component: NotifySection },
  { key: "delegation", label: tk("代理"), component: DelegationSection },
  { key: "password", label: tk("密码"), component: PasswordSection },
  { key: "two-step", label: tk("两步验证"), component: TwoStepSection },
  { key: "passkeys", label: tk("通行密钥"), component: PasskeysSection },
  { key: "sign-in", label: tk("绑定账号"), component: LinkedSection },
  { key: "sessions", label: tk("登录设备"), component: SessionsSection },
  { key: "tokens", label: tk("API 令牌"), component: TokensSection },
];

export function SettingsPage() {
  const { t } = useT();
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const current = SECTIONS.find((section) => section.key === params.get("section")) ?? SECTIONS[0]!;
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the sections stand in one row that scrolls sideways.
    nav.current?.querySelector("[aria-current]")?.scrollIntoView?.({ block: "nearest", inline: "center" });
  }, [current]);
  return (
    <div className="page">
      <PageHead title={t("个人设置")} note={me?.username} />
      <div className="settings">
        <nav ref={nav} className="settings-nav" aria-label={t("个人设置")}>
          {SECTIONS.map((section) => (
            <button type="button" key={section.key} className="plain" aria-current={section === current ? "page" : undefined} onClick={() => setParams({ section: section.key }, { replace: true })}>{t(section.label)}</button>
          ))}
        </nav>
        <section className="panel" aria-label={t(current.label)}>
          <h2 className="panel-head">{t(current.label)}</h2>
          <current.component />
        </section>
      </div>
    </div>
  );
}

function PasswordSection() {
  const { t } = useT();
  const notify = useNotify();
  return <div className="panel-body"><PasswordForm onDone={() => notify.ok(t("密码已修改，其他设备需要重新登录。"))} /></div>;
}
