import { Check, X } from 'lucide-react'
import type { Approval } from '@/api/types'
import { Age } from '@/components/ui/time'
import { levelText } from './labels'
import { Told } from './amount'

/** Who has to agree, why so, and who already did. */
export function ApprovalFacts({ approval, open }: { approval: Approval; open: boolean }) {
  return (
    <div className="space-y-3 text-[13px]">
      <p>
        <strong className="font-semibold">{levelText(approval.level)}</strong>{' '}
        <span className="num text-muted">
          · {approval.granted} of {approval.required} given
          {open && approval.expires_at !== null && (
            <>
              {' '}
              · expires <Age instant={approval.expires_at} />
            </>
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
                {verdict.verdict === 'approve' ? 'approved' : 'rejected'}{' '}
                <span className="text-muted">
                  <Age instant={verdict.at} />
                </span>
                {verdict.reason !== null && verdict.reason !== '' && (
                  <span className="block text-muted">“{verdict.reason}”</span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
