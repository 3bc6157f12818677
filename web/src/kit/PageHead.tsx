import type { ReactNode } from "react";

interface Props {
  title: ReactNode;
  /** Small text beside the title: a count, a date. */
  note?: ReactNode;
  /** Ordinary buttons first, the one primary button last. */
  actions?: ReactNode;
}

export function PageHead({ title, note, actions }: Props) {
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
