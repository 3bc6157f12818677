import { Button } from "antd";
import { useNavigate } from "react-router";

/** A button that is a link: it can be opened in a new tab, and stays inside the application otherwise. */
export function GoButton({ to, children }: { to: string; children: React.ReactNode }) {
  const navigate = useNavigate();
  return (
    <Button href={to} onClick={(event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      void navigate(to);
    }}>{children}</Button>
  );
}
