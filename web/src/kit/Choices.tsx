import { useId } from "react";
import "./choices.css";

interface Item {
  value: string;
  label: React.ReactNode;
  icon?: React.ReactNode;
  note?: React.ReactNode;
}

interface Props {
  name: string;
  label: string;
  items: Item[];
  value: string;
  onChange: (value: string) => void;
  /** Large, with the picture above the word. */
  tiles?: boolean;
  /** A second tap takes the choice back. */
  clearable?: boolean;
  errors?: string[];
  children?: React.ReactNode;
}

/** One of a few, as buttons under the thumb; real radio buttons, so that arrow keys walk and readers announce them. */
export function Choices({ name, label, items, value, onChange, tiles, clearable, errors, children }: Props) {
  const id = useId();
  return (
    <fieldset className="choices">
      <legend className="field-label">{label}</legend>
      <div className={tiles ? "choice-tiles" : "choice-chips"}>
        {items.map((item) => (
          <label key={item.value} className="choice">
            <input type="radio" className="sr-only" name={`${id}-${name}`} value={item.value} checked={value === item.value} onChange={() => onChange(item.value)}
              onClick={() => clearable && value === item.value && onChange("")} />
            {item.icon}
            <span>{item.label}</span>
            {item.note && <span className="choice-note num">{item.note}</span>}
          </label>
        ))}
        {children}
      </div>
      {errors && <div className="field-error" role="alert">{errors.join(" ")}</div>}
    </fieldset>
  );
}
