/** Who may do what. */

/** Each includes those before it. */
export const ROLES = ["viewer", "responder", "approver", "admin"] as const;
export type Role = (typeof ROLES)[number];

export const AUTHORITIES = ["view", "respond", "approve", "administer"] as const;
export type Authority = (typeof AUTHORITIES)[number];

export function allows(role: Role, authority: Authority): boolean {
  return ROLES.indexOf(role) >= AUTHORITIES.indexOf(authority);
}
