import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { byCursor, request, requestVersioned } from './client'
import type { Account, IssuedPassword, NewUser, Page, UserEdit } from './types'

export type UserFilters = { q?: string; role?: string }

const path = '/api/v1/users'
const one = (id: string) => `${path}/${encodeURIComponent(id)}`

export const usersQuery = (filters: UserFilters) =>
  infiniteQueryOptions({
    queryKey: ['users', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Account>>(path, { query: { ...filters, cursor: pageParam, limit: 50 }, signal }),
    ...byCursor,
  })

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', 'one', id],
    queryFn: ({ signal }) => requestVersioned<Account>(one(id), { signal }),
    // An edit starts from what is stored now.
    staleTime: 0,
    gcTime: 0,
  })

export const createUser = (asked: NewUser, idempotencyKey: string) =>
  request<IssuedPassword>(path, { method: 'POST', body: asked, headers: { 'Idempotency-Key': idempotencyKey } })

export const editUser = (id: string, asked: UserEdit, etag: string | null) =>
  request<Account>(one(id), { method: 'PUT', body: asked, headers: etag === null ? {} : { 'If-Match': etag } })

export const resetPassword = (id: string, idempotencyKey: string) =>
  request<IssuedPassword>(`${one(id)}/password-resets`, {
    method: 'POST',
    headers: { 'Idempotency-Key': idempotencyKey },
  })
