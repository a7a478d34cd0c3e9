import { queryOptions, useQuery } from '@tanstack/react-query'
import { fetchSession, request } from './client'
import type { Role, User } from './types'

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => fetchSession(signal),
  staleTime: 5 * 60_000,
})

/** The signed-in user; pages are only drawn once there is one. */
export function useUser(): User {
  const { data } = useQuery(sessionQuery)
  if (data?.authenticated !== true) throw new Error('useUser was called outside of a session')
  return data.user
}

export function hasRole(user: User, ...roles: Role[]): boolean {
  return roles.some((role) => user.roles.includes(role))
}

export const canSubmit = (user: User) => hasRole(user, 'operator', 'admin')

export const canJudge = (user: User) => hasRole(user, 'approver', 'admin')

/** Admins also change them; auditors only look. */
export const canSeeUsers = (user: User) => hasRole(user, 'admin', 'auditor')

export const canEditUsers = (user: User) => hasRole(user, 'admin')

export const canSeeAudit = (user: User) => hasRole(user, 'admin', 'auditor')

const placeKey = 'swen.return-to'

/** Leaves for the login page; the present place is opened again afterwards. */
export function goToLogin(loginUrl: string): void {
  try {
    const { pathname, search, hash } = window.location
    if (pathname.startsWith('/ui/') && !pathname.startsWith('/ui/signed-out')) {
      sessionStorage.setItem(placeKey, `${pathname}${search}${hash}`)
    }
  } catch {
    // Without storage the overview opens after the login.
  }
  window.location.assign(loginUrl)
}

/** The place to open after a login, once; only ever one of this application. */
export function takeReturnPlace(): string | null {
  try {
    const place = sessionStorage.getItem(placeKey)
    sessionStorage.removeItem(placeKey)
    return place !== null && /^\/ui\/(?!\/)/.test(place) ? place.slice('/ui'.length) : null
  } catch {
    return null
  }
}

export async function logOut(): Promise<void> {
  await request<unknown>('/logout', { method: 'POST', headers: { accept: 'application/json' } })
}
