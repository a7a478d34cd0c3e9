import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { whenUnauthenticated } from '@/api/client'
import { goToLogin, sessionQuery, takeReturnPlace } from '@/api/session'
import { ErrorState, Skeleton } from '@/components/ui/states'
import { useCommon } from '@/lib/i18n/common'

/** Lets only a signed-in person through; anybody else is taken to the login and back to the same place. */
export function SessionGate({ children }: { children: ReactNode }) {
  const t = useCommon()
  const session = useQuery(sessionQuery)
  const queries = useQueryClient()
  const navigate = useNavigate()
  const data = session.data
  const signedIn = data?.authenticated === true
  const loginUrl = data?.authenticated === false ? data.login_url : null

  useEffect(() => {
    whenUnauthenticated(() => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey }))
  }, [queries])

  useEffect(() => {
    if (loginUrl !== null) goToLogin(loginUrl)
  }, [loginUrl])

  useEffect(() => {
    if (!signedIn) return
    const place = takeReturnPlace()
    if (place !== null) void navigate(place, { replace: true })
  }, [signedIn, navigate])

  if (signedIn) return children
  if (data === undefined && session.isError) {
    return (
      <main className="mx-auto max-w-xl p-6">
        <h1 className="mb-3 text-xl font-semibold">{'SWEN'}</h1>
        <ErrorState error={session.error} what={t('session.what')} onRetry={() => void session.refetch()} />
      </main>
    )
  }
  return <Opening text={t(loginUrl === null ? 'session.checking' : 'session.login')} />
}

/** As index.html has it, so that nothing flickers while the code, the first page and the session come. */
export function Opening({ text }: { text?: string }) {
  return (
    <main className="mx-auto max-w-6xl space-y-3 p-6" aria-busy="true">
      <h1 className="flex items-center gap-2 text-[15px] font-semibold tracking-tight">
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="22" height="22" />
        {'SWEN'}
      </h1>
      <Skeleton className="h-8 w-48" />
      <Skeleton className="h-40 w-full" />
      <p role="status" className="text-[13px] text-muted">
        {text}
      </p>
    </main>
  )
}
