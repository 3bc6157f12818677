import { useEffect, type ReactNode } from "react";
import { currentLanguage, setLanguage, useT } from "../../i18n";
import { LANGUAGES } from "../../i18n/languages";
import "./account.css";

/** The page around login and first password: brand, one box, language. */
export function Frame({ title, firm, children, foot }: { title: string; firm?: string; children: ReactNode; foot?: ReactNode }) {
  const { t } = useT();
  useEffect(() => {
    document.title = `${title} · ${t("筑客")}`;
  }, [title, t]);
  const english = currentLanguage() === "en";
  return (
    <main className="login">
      <div className="login-box">
        <div className="login-brand"><img src={`${import.meta.env.BASE_URL}icon.svg`} width={36} height={36} alt="" />{t("筑客")}<span>{firm && firm !== t("筑客") ? firm : t("工程客户与项目管理")}</span></div>
        <div className="panel"><h1>{title}</h1>{children}</div>
        <div className="login-foot">
          <span>{foot}</span>
          <button type="button" className="plain" onClick={() => void setLanguage(english ? "zh-hans" : "en")}>{english ? LANGUAGES.zh : LANGUAGES.en}</button>
        </div>
      </div>
    </main>
  );
}
