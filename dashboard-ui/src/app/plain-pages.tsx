import { isRouteErrorResponse, Link, useRouteError } from 'react-router'
import { buttonClass } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, ErrorState } from '@/components/ui/states'
import { useCommon } from '@/lib/i18n/common'

export function SignedOutPage() {
  const t = useCommon()
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center px-6 text-center">
      <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="40" height="40" className="mx-auto mb-4" />
      <PageHeader title={t('signedout.title')} lead={t('signedout.lead')} />
      {/* A full load, so that the gateway sees a browser without a session and asks for the login. */}
      <a href={import.meta.env.BASE_URL} className={buttonClass('primary')}>
        {t('signin')}
      </a>
    </main>
  )
}

export function NotFoundPage() {
  const t = useCommon()
  return (
    <>
      <PageHeader title={t('notfound.title')} />
      <EmptyState
        title={t('notfound.what')}
        action={
          <Link to="/" className={buttonClass('primary')}>
            {t('notfound.go')}
          </Link>
        }
      >
        {t('notfound.text')}
      </EmptyState>
    </>
  )
}

export function BrokenPage() {
  const t = useCommon()
  const error = useRouteError()
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFoundPage />
  return (
    <div className="mx-auto max-w-3xl p-4">
      <h1 className="mb-3 text-xl font-semibold">{t('broken.title')}</h1>
      <ErrorState error={error} what={t('broken.what')} onRetry={() => window.location.reload()} />
    </div>
  )
}
