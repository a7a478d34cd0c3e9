import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { verifyAudit, type AuditService } from '@/api/audit'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/states'
import { WallAge } from '@/components/ui/time'
import { humanise } from '@/lib/format'

/** Has a service's whole log checked, and says which rows are not what was sealed. */
export function VerificationCard({ service }: { service: AuditService }) {
  const [progress, setProgress] = useState(0)
  const check = useMutation({ mutationFn: () => verifyAudit(service, setProgress) })
  const verdict = check.data
  return (
    <Card
      title="Is the record whole?"
      note={`Each row of ${service} against its hash, the chain, the signed seals and the copy outside the database.`}
      actions={
        <Button
          size="sm"
          disabled={check.isPending}
          onClick={() => {
            setProgress(0)
            check.mutate()
          }}
        >
          {check.isPending ? 'Checking…' : 'Check now'}
        </Button>
      }
    >
      <div role="status" className="text-[13px]">
        {check.isPending && <span className="num">{progress} rows checked so far</span>}
        {check.isIdle && <span className="text-muted">Not checked on this page yet.</span>}
        {verdict !== undefined && (
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={verdict.broken === 0 ? 'good' : 'bad'}>
              {verdict.broken === 0 ? 'whole' : `${verdict.broken} broken`}
            </Badge>
            <span className="num">
              {verdict.rows} sealed rows, {verdict.pending} waiting for their seal
            </span>
            <span className="text-muted">
              checked <WallAge instant={verdict.at} />
            </span>
          </p>
        )}
      </div>
      {check.isError && <ErrorState error={check.error} what="The check" verb="did not end" compact />}
      {verdict !== undefined && verdict.findings.length > 0 && (
        <ul className="mt-3 grid gap-2 text-[13px]" aria-label="What is broken">
          {verdict.findings.map((finding, index) => (
            <li key={index} className="rounded-md bg-bad-soft p-2.5 wrap-anywhere">
              <strong className="font-semibold text-bad">{humanise(finding.kind)}</strong>
              {typeof finding.n === 'number' && <span className="num"> row {finding.n}</span>}
              {typeof finding.id === 'string' && (
                <>
                  {' '}
                  <code>{finding.id}</code>
                </>
              )}
              : {finding.detail}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
