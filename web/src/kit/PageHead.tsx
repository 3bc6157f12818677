import { useEffect, type ReactNode } from "react";
import { useT } from "../i18n";

interface Props {
  title: ReactNode;
  /** Small text beside the title: a count, a date. */
  note?: ReactNode;
  /** Ordinary buttons first, the one primary button last. */
  actions?: ReactNode;
}

/** The head of every page; a title that is text also names the browser tab. */
export function PageHead({ title, note, actions }: Props) {
  const { t } = useT();
  useEffect(() => {
    if (typeof title === "string") document.title = `${title} · ${t("筑客")}`;
  }, [title, t]);
  return (
    <header className="page-head">
      <div className="row" style={{ gap: 12, alignItems: "baseline" }}>
        <h1 className="page-title">{title}</h1>
        {note && <span className="page-count num">{note}</span>}
      </div>
      {actions && <div className="row touch">{actions}</div>}
    </header>
  );
}
