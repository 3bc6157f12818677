import { useEffect, useState } from "react";

/** True once `on` has lasted `delay` ms: quick answers should not flash a skeleton. */
export function useDelayed(on: boolean, delay = 200): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!on) {
      setLate(false);
      return;
    }
    const timer = setTimeout(() => setLate(true), delay);
    return () => clearTimeout(timer);
  }, [on, delay]);
  return on && late;
}
