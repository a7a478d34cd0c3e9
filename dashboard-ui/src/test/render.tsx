import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { vi } from 'vitest'
import { sessionQuery } from '@/api/session'
import type { Role, Session, User } from '@/api/types'

export function userWith(roles: Role[], part: Partial<User> = {}): User {
  return { name: 'ada', actor_id: 'actor-ada', roles, teams: ['research'], environments: ['*'], ...part }
}

/** Draws a page with a session and a router; every other path shows its own name. */
export function renderPage(
  page: ReactNode,
  { roles = ['operator'], path = '/', route = path }: { roles?: Role[]; path?: string; route?: string } = {},
) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false }, mutations: { retry: false } } })
  const session: Session = {
    authenticated: true,
    user: userWith(roles),
    csrf: { header: 'X-CSRF-TOKEN', token: 't' },
    simulated: true,
    time: new Date().toISOString(),
    login_url: '/oauth2/authorization/swen',
  }
  queries.setQueryData(sessionQuery.queryKey, session)
  const router = createMemoryRouter(
    [
      { path: route, element: page },
      { path: '*', element: <p>elsewhere</p> },
    ],
    { initialEntries: [path] },
  )
  const view = render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  return { ...view, queries, router }
}

export type Call = { method: string; path: string; headers: Headers; body: unknown }

/** Stands in for the gateway: answers by method and path, remembers what was asked. */
export function fakeGateway(answers: Record<string, (call: Call) => Response | Promise<Response>>) {
  const calls: Call[] = []
  const fake = vi.fn(async (input: string | URL | Request, init?: RequestInit) => {
    const url = new URL(
      typeof input === 'string' ? input : input instanceof URL ? input.href : input.url,
      'http://gateway.test',
    )
    const call: Call = {
      method: init?.method ?? 'GET',
      path: url.pathname + url.search,
      headers: new Headers(init?.headers),
      body: typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    }
    calls.push(call)
    const make = answers[`${call.method} ${url.pathname}`]
    return make ? make(call) : json({ title: 'Not found', status: 404 }, 404)
  })
  vi.stubGlobal('fetch', fake)
  return {
    calls,
    of: (key: string) => calls.filter((call) => `${call.method} ${call.path.split('?')[0] ?? ''}` === key),
  }
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': type, ...headers } })
}
