import { useT } from "../../../i18n";
import type { Missing } from "../api";

/** What is still missing, the most rewarding first; a click leads to where it is filled in. */
export function MissingList({ missing, onFill }: { missing: Missing[]; onFill?: (field: string) => void }) {
  const { t } = useT();
  return (
    <ul className="missing-list">
      {missing.map((part) => (
        <li key={part.field}>
          {onFill
            ? <button type="button" className="plain missing-line" onClick={() => onFill(part.field)}><span>{part.label}</span><span className="missing-gain num">{t("+{{n}} 分", { n: part.gain })}</span></button>
            : <span className="missing-line"><span>{part.label}</span><span className="missing-gain num">{t("+{{n}} 分", { n: part.gain })}</span></span>}
        </li>
      ))}
    </ul>
  );
}
