import type { ReactNode } from "react";
import { useCan } from "../api/me";

interface Props {
  resource: string;
  action: string;
  children: ReactNode;
  otherwise?: ReactNode;
}

/** Draws its children for people who hold the grant. Only a hint for drawing: the server decides. */
export function Can({ resource, action, children, otherwise = null }: Props) {
  return useCan()(resource, action) ? children : otherwise;
}
