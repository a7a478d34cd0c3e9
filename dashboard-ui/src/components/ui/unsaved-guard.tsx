import { useEffect } from 'react'
import { useBlocker } from 'react-router'
import { useCommon } from '@/lib/i18n/common'
import { Confirm } from './confirm'

/** Asks before a form with unsaved entries is left, by a link as well as by closing the window. */
export function UnsavedGuard({ when }: { when: boolean | (() => boolean) }) {
  const t = useCommon()
  const dirty = () => (typeof when === 'function' ? when() : when)
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (typeof when === 'function' ? when() : when) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [when])
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty() && currentLocation.pathname !== nextLocation.pathname,
  )
  return (
    <Confirm
      open={blocker.state === 'blocked'}
      onOpenChange={(open) => {
        if (!open) blocker.reset?.()
      }}
      title={t('unsaved.title')}
      description={t('unsaved.text')}
      keep={t('unsaved.stay')}
      confirm={t('unsaved.leave')}
      danger
      onConfirm={() => blocker.proceed?.()}
    />
  )
}
