import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { dryRunPolicy, policiesQuery, policyQuery, type Policy, type PolicyDryRun } from '@/api/settings'
import { canSubmit, useUser } from '@/api/session'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field, Input, TextArea } from '@/components/ui/field'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { Sheet } from '@/components/ui/sheet'
import { EmptyState, ErrorState, LoadingLines, QueryView } from '@/components/ui/states'
import { humanise } from '@/lib/format'
import { SettingsLayout } from './settings-layout'
import { useText } from './text'

const mostChanges = 1000

/** The rules over every change, and what a changed one would do. */
export function PoliciesPage() {
  const t = useText()
  const may = canSubmit(useUser())
  const query = useQuery(policiesQuery)
  const [shown, setShown] = useState<string | null>(null)
  const columns: RecordColumn<Policy>[] = [
    {
      id: 'name',
      header: t('name'),
      value: (row) => row.name,
      className: 'min-w-44',
      cell: (row) => (
        <>
          <strong className="font-medium">{row.name}</strong>
          <span lang="en" className="block text-xs text-muted">
            {row.description}
          </span>
        </>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      value: (row) => row.problems.length,
      cell: (row) =>
        row.problems.length === 0 ? (
          <Badge tone="good">{t('policy.fine')}</Badge>
        ) : (
          <>
            <Badge tone="bad">{t('policy.problems', { count: row.problems.length })}</Badge>
            <ul lang="en" className="mt-1 text-xs text-bad">
              {row.problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </>
        ),
    },
    {
      id: 'rules',
      header: t('policy.rules'),
      value: (row) => row.rules.map((rule) => `${rule.name}: ${rule.when}`).join('; '),
      className: 'min-w-72',
      cell: (row) => (
        <ul className="space-y-1 text-xs">
          {row.rules.map((rule) => (
            <li key={rule.name} className="wrap-anywhere">
              <Badge tone={rule.result === 'deny' ? 'bad' : rule.result === 'warn' ? 'warn' : 'info'}>
                {humanise(rule.result)}
              </Badge>{' '}
              {rule.name}: <code>{rule.when}</code>
            </li>
          ))}
        </ul>
      ),
    },
    {
      id: 'actions',
      header: '',
      className: 'text-right whitespace-nowrap',
      cell: (row) => (
        <>
          <Button size="sm" aria-label={t('policy.show.of', { name: row.name })} onClick={() => setShown(row.name)}>
            {t('policy.show')}
          </Button>
          <span className="mt-1 block text-xs text-muted">{t('policy.tests', { count: row.tests })}</span>
        </>
      ),
    },
  ]
  return (
    <SettingsLayout lead={t('policies.lead')}>
      <div className="grid gap-4">
        <Card title={t('policies')} flush>
          <QueryView
            query={query}
            what={t('policies')}
            loading={
              <div className="p-4">
                <LoadingLines lines={5} />
              </div>
            }
            isEmpty={(page) => page.items.length === 0}
            empty={<EmptyState title={t('policies.empty')}>{t('policies.empty.hint')}</EmptyState>}
          >
            {(page) => (
              <RecordTable
                label={t('policies')}
                rows={page.items}
                columns={columns}
                rowId={(row) => row.name}
                csvName="policies"
              />
            )}
          </QueryView>
        </Card>
        <Card title={t('dryRun')} note={t('dryRun.lead')}>
          {may ? <DryRun /> : <p className="text-[13px] text-muted">{t('dryRun.role')}</p>}
        </Card>
      </div>
      <Sheet
        open={shown !== null}
        wide
        onOpenChange={(open) => {
          if (!open) setShown(null)
        }}
        title={shown ?? ''}
      >
        {shown !== null && <PolicyDetail name={shown} />}
      </Sheet>
    </SettingsLayout>
  )
}

function PolicyDetail({ name }: { name: string }) {
  const t = useText()
  const query = useQuery(policyQuery(name))
  return (
    <QueryView query={query} what={t('policies')}>
      {({ text, tests }) => (
        <>
          {tests.length === 0 && <p className="mb-3 text-[13px] text-muted">{t('policy.noTests')}</p>}
          <Tests tests={tests} />
          <ScrollRegion label={t('policy.text')} className="overflow-x-auto rounded-md bg-sunken p-3">
            <pre className="text-xs">{text}</pre>
          </ScrollRegion>
        </>
      )}
    </QueryView>
  )
}

function Tests({ tests }: { tests: PolicyDryRun['tests'] }) {
  const t = useText()
  return (
    <ul className="mb-3 space-y-1 text-[13px]">
      {tests.map((test) => (
        <li key={test.name} className="flex flex-wrap items-center gap-2">
          <Badge tone={test.passed ? 'good' : 'bad'}>{t(test.passed ? 'policy.passed' : 'policy.failed')}</Badge>
          <span data-raw>{test.name}</span>
          {test.problem !== null && (
            <span lang="en" className="w-full text-xs text-bad">
              {test.problem}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

function DryRun() {
  const t = useText()
  const [missing, setMissing] = useState(false)
  const running = useMutation({
    mutationFn: ({ policy, changes }: { policy: string; changes: number }) => dryRunPolicy(policy, changes),
  })
  return (
    <>
      <form
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const value = (name: string) => {
            const entry = form.get(name)
            return typeof entry === 'string' ? entry : ''
          }
          const policy = value('policy')
          setMissing(policy.trim() === '')
          if (policy.trim() !== '')
            running.mutate({
              policy,
              changes: Math.max(1, Math.min(mostChanges, Math.round(Number(value('changes'))))),
            })
        }}
      >
        <Field label={t('dryRun.text')} required error={missing ? t('dryRun.missing') : undefined}>
          {(control) => (
            <TextArea {...control} name="policy" rows={10} spellCheck={false} className="font-mono text-xs" />
          )}
        </Field>
        <div className="flex items-end gap-3">
          <Field label={t('dryRun.changes')} className="w-36">
            {(control) => (
              <Input {...control} name="changes" type="number" min={1} max={mostChanges} defaultValue={100} />
            )}
          </Field>
          <Button type="submit" variant="primary" disabled={running.isPending}>
            {t(running.isPending ? 'dryRun.running' : 'dryRun.run')}
          </Button>
        </div>
      </form>
      {running.isError && (
        <div className="mt-3">
          <ErrorState error={running.error} what={t('dryRun.what')} verb={t('dryRun.failed')} compact />
        </div>
      )}
      {running.data !== undefined && <DryRunResult result={running.data} />}
    </>
  )
}

function DryRunResult({ result }: { result: PolicyDryRun }) {
  const t = useText()
  type Difference = PolicyDryRun['different'][number]
  const decision = (each: Difference['before']) =>
    each.denied ? (
      <Badge tone="bad">{t('dryRun.denied')}</Badge>
    ) : (
      <span>
        {t('dryRun.approvals', { count: each.approvals })}
        {each.role !== null && ` (${humanise(each.role)})`}
      </span>
    )
  const text = (each: Difference['before']) => (each.denied ? 'denied' : `${each.approvals} ${each.role ?? ''}`)
  const columns: RecordColumn<Difference>[] = [
    {
      id: 'change',
      header: t('dryRun.change'),
      value: (row) => row.title,
      cell: (row) => (
        <Link to={`/changes/${row.change_id}`} className="text-accent underline-offset-2 hover:underline">
          {row.title}
        </Link>
      ),
    },
    {
      id: 'environment',
      header: t('environment'),
      value: (row) => row.environment,
      cell: (row) => row.environment,
    },
    {
      id: 'before',
      header: t('dryRun.before'),
      value: (row) => text(row.before),
      cell: (row) => decision(row.before),
    },
    { id: 'after', header: t('dryRun.after'), value: (row) => text(row.after), cell: (row) => decision(row.after) },
  ]
  return (
    <div className="mt-4 border-t pt-4">
      <p role="status" className="mb-2 text-[13px]">
        {t('dryRun.result', { matched: result.matched, changes: result.changes, different: result.different.length })}
        {!result.complete && ` ${t('dryRun.partial')}`}
      </p>
      <Tests tests={result.tests} />
      {result.different.length === 0 ? (
        <p className="text-[13px] text-muted">{t('dryRun.none')}</p>
      ) : (
        <RecordTable
          label={t('dryRun')}
          rows={result.different}
          columns={columns}
          rowId={(row) => row.change_id}
          csvName="dry-run"
          sortParam="sort-dry-run"
        />
      )}
    </div>
  )
}
