import { createContext } from "react";

/** True on the full page of an opportunity, where stages, figures and advice stand above the tabs. */
export const WholePage = createContext(false);
