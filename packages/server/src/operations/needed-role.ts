import { AUTHORITIES, ROLES, type Role } from "../domain/authority.ts";
import type { Operation } from "./define-operation.ts";

/** The least role that has the operation's authority. */
export function neededRole({ authority }: Operation): Role {
  return ROLES[AUTHORITIES.indexOf(authority)] ?? "admin";
}
