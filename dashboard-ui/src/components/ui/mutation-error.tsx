import { ShieldCheck } from 'lucide-react'
import { useCommon } from '@/lib/i18n/common'
import { isStepUp, stepUpUrl } from '@/api/step-up'
import { buttonClass } from './button'
import { ErrorState } from './states'

type MutationErrorProps = {
  error: unknown
  what: string
  verb: string
  /** The place of this application that opens again once the second factor was shown. */
  place: string
  /** Called before the page is left, so that what was typed can be kept. */
  onLeave?: () => void
}

/** Why a change was not made; where only a fresh second factor is missing, the way to show it. */
export function MutationError({ error, what, verb, place, onLeave }: MutationErrorProps) {
  const t = useCommon()
  if (!isStepUp(error)) return <ErrorState error={error} what={what} verb={verb} compact />
  return (
    <div role="alert" className="flex gap-3 rounded-md bg-info-soft p-3 text-[13px]">
      <ShieldCheck className="mt-0.5 size-4 shrink-0 text-info" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-info">{t('stepup.title')}</p>
        <p className="mt-0.5">{t(onLeave === undefined ? 'stepup.text' : 'stepup.kept', { what, verb })}</p>
        <a href={stepUpUrl(place)} className={`${buttonClass('primary')} mt-2`} onClick={onLeave}>
          {t('stepup.go')}
        </a>
      </div>
    </div>
  )
}
