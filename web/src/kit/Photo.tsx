import { useState } from "react";
import { useT } from "../i18n";

interface Props {
  src: string;
  alt: string;
  height?: number;
  fit?: "cover" | "contain";
}

/** A picture that says so when it cannot be shown, instead of a broken icon. */
export function Photo({ src, alt, height = 120, fit = "cover" }: Props) {
  const { t } = useT();
  const [failed, setFailed] = useState(false);
  if (failed) {
    return <span className="tag" style={{ height, width: "100%", justifyContent: "center" }}>{t("图片无法显示")}</span>;
  }
  return (
    <img src={src} alt={alt} loading="lazy" onError={() => setFailed(true)}
      style={{ height, maxWidth: "100%", objectFit: fit, borderRadius: 6, border: "1px solid var(--line)", display: "block" }} />
  );
}
