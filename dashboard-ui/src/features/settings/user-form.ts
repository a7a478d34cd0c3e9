import type { GivenRole } from '@/api/types'

/** In the order of what they allow; a role that the document adds or drops breaks the build here. */
export const givenRoles = Object.keys({
  viewer: true,
  operator: true,
  approver: true,
  admin: true,
  auditor: true,
} satisfies Record<GivenRole, true>) as GivenRole[]
