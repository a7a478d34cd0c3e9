import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { verifyAudit, type AuditService } from '@/api/audit'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/states'
import { WallAge } from '@/components/ui/time'
import { humanise } from '@/lib/format'
import { useText } from './text'

/** Has a service's whole log checked, and says which rows are not what was sealed. */
export function VerificationCard({ service }: { service: AuditService }) {
  const t = useText()
  const [progress, setProgress] = useState(0)
  const check = useMutation({ mutationFn: () => verifyAudit(service, setProgress) })
  const verdict = check.data
  return (
    <Card
      title={t('check')}
      note={t('check.note', { service: humanise(service) })}
      actions={
        <Button
          size="sm"
          disabled={check.isPending}
          onClick={() => {
            setProgress(0)
            check.mutate()
          }}
        >
          {t(check.isPending ? 'checking' : 'check.now')}
        </Button>
      }
    >
      <div role="status" className="text-[13px]">
        {check.isPending && <span className="num">{t('check.progress', { count: progress })}</span>}
        {check.isIdle && <span className="text-muted">{t('check.idle')}</span>}
        {verdict !== undefined && (
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={verdict.broken === 0 ? 'good' : 'bad'}>
              {verdict.broken === 0 ? t('check.whole') : t('check.broken', { count: verdict.broken })}
            </Badge>
            <span className="num">{t('check.rows', { rows: verdict.rows, pending: verdict.pending })}</span>
            <span className="text-muted">{t.rich('check.at', { age: <WallAge instant={verdict.at} /> })}</span>
          </p>
        )}
      </div>
      {check.isError && <ErrorState error={check.error} what={t('check.what')} verb={t('check.failed')} compact />}
      {verdict !== undefined && verdict.findings.length > 0 && (
        <ul className="mt-3 grid gap-2 text-[13px]" aria-label={t('check.findings')}>
          {verdict.findings.map((finding, index) => (
            <li key={index} className="rounded-md bg-bad-soft p-2.5 wrap-anywhere">
              <strong className="font-semibold text-bad">{humanise(finding.kind)}</strong>
              {typeof finding.n === 'number' && <span className="num"> {t('check.row', { n: finding.n })}</span>}
              {typeof finding.id === 'string' && (
                <>
                  {' '}
                  <code>{finding.id}</code>
                </>
              )}
              : <span lang="en">{finding.detail}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
