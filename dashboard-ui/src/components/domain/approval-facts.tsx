import { Check, X } from 'lucide-react'
import type { Approval } from '@/api/types'
import { Age } from '@/components/ui/time'
import { levelText } from './labels'
import { Told } from './amount'
import { useDomain } from './text'

/** Who has to agree, why so, and who already did. */
export function ApprovalFacts({ approval, open }: { approval: Approval; open: boolean }) {
  const t = useDomain()
  const missing = approval.required - approval.granted
  return (
    <div className="space-y-3 text-[13px]">
      <p>
        <strong className="font-semibold">{levelText(approval.level)}</strong>{' '}
        <span className="num text-muted">
          · {t('approval.given', { granted: approval.granted, required: approval.required })}
          {open && missing > 0 && ` · ${t('approval.missing', { count: missing })}`}
          {open && approval.expires_at !== null && (
            <> · {t.rich('approval.expires', { age: <Age instant={approval.expires_at} /> })}</>
          )}
        </span>
      </p>
      {approval.reasons.length > 0 && (
        <ul className="list-disc space-y-0.5 pl-4 text-muted">
          {approval.reasons.map((reason) => (
            <li key={reason}>
              <Told text={reason} />
            </li>
          ))}
        </ul>
      )}
      {approval.verdicts.length > 0 && (
        <ul className="space-y-1.5">
          {approval.verdicts.map((verdict) => (
            <li key={`${verdict.actor_id} ${verdict.at}`} className="flex gap-2">
              {verdict.verdict === 'approve' ? (
                <Check className="mt-0.5 size-4 shrink-0 text-good" aria-hidden="true" />
              ) : (
                <X className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden="true" />
              )}
              <span className="min-w-0 wrap-anywhere">
                <span className="font-medium">{verdict.name}</span>{' '}
                {t(verdict.verdict === 'approve' ? 'approval.approved' : 'approval.rejected')}{' '}
                {verdict.on_behalf_of !== null && t('approval.onBehalf', { name: verdict.on_behalf_of.name })}{' '}
                <span className="text-muted">
                  <Age instant={verdict.at} />
                </span>
                {verdict.reason !== null && verdict.reason !== '' && (
                  <span data-raw className="block text-muted">
                    “{verdict.reason}”
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
