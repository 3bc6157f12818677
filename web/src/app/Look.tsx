import { useEffect, useState, type ReactNode } from "react";
import { ConfigProvider } from "antd";
import type { Locale } from "antd/es/locale";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import i18next from "i18next";
import { currentLanguage } from "../i18n";
import { Messages } from "../kit/messages";
import { theme } from "../kit/theme";
import { pageNonce } from "./nonce";

/** Theme, locale and nonce for everything below. English texts of the components come as their own chunk. */
export function Look({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState<Locale>(zhCN);
  useEffect(() => {
    const follow = async () => {
      const english = currentLanguage() === "en";
      dayjs.locale(english ? "en" : "zh-cn");
      setLocale(english ? (await import("antd/locale/en_US")).default : zhCN);
    };
    void follow();
    i18next.on("languageChanged", follow);
    return () => i18next.off("languageChanged", follow);
  }, []);
  const nonce = pageNonce();
  return (
    <ConfigProvider theme={theme} locale={locale} csp={nonce ? { nonce } : {}} button={{ autoInsertSpace: false }}>
      {children}
      <Messages />
    </ConfigProvider>
  );
}
