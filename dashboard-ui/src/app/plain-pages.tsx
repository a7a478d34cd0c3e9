import { isRouteErrorResponse, Link, useRouteError } from 'react-router'
import { buttonClass } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, ErrorState } from '@/components/ui/states'

export function SignedOutPage() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center px-6 text-center">
      <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="40" height="40" className="mx-auto mb-4" />
      <PageHeader title="You are signed out" lead="Nothing of your session is left in this browser." />
      {/* A full load, so that the gateway sees a browser without a session and asks for the login. */}
      <a href={import.meta.env.BASE_URL} className={buttonClass('primary')}>
        Sign in
      </a>
    </main>
  )
}

export function NotFoundPage() {
  return (
    <>
      <PageHeader title="Page not found" />
      <EmptyState
        title="There is no such page"
        action={
          <Link to="/" className={buttonClass('primary')}>
            To the overview
          </Link>
        }
      >
        The address may be mistyped, or the page was moved.
      </EmptyState>
    </>
  )
}

export function BrokenPage() {
  const error = useRouteError()
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundPage />
  return (
    <div className="mx-auto max-w-3xl p-4">
      <h1 className="mb-3 text-xl font-semibold">This page broke</h1>
      <ErrorState error={error} what="This page" onRetry={() => window.location.reload()} />
    </div>
  )
}
