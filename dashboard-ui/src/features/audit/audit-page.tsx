import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { auditExportUrl, auditQuery, auditServices } from '@/api/audit'
import { canSeeAudit, useUser } from '@/api/session'
import type { AuditEvent } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field, Input, Select } from '@/components/ui/field'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { TableFrame, Td, Th } from '@/components/ui/table'
import { WallAge } from '@/components/ui/time'
import { download, toCsv } from '@/lib/csv'
import { humanise } from '@/lib/format'
import { actorText, csvColumns, filtersOf, outcomes, outcomeTones, periods, serviceOf } from './audit-model'
import { VerificationCard } from './verification-card'

/** Who did what, when and from where, and whether the record is whole. */
export function AuditPage() {
  const user = useUser()
  return (
    <>
      <PageHeader
        title="Audit"
        lead="Every change and every refused attempt, written together with the change itself and sealed within a second."
      />
      {canSeeAudit(user) ? (
        <Audit />
      ) : (
        <Card>
          <EmptyState title="This page needs the role auditor or admin">
            You have {user.roles.join(', ') || 'no role'}.
          </EmptyState>
        </Card>
      )}
    </>
  )
}

const texts: { name: 'q' | 'action' | 'actor' | 'resource_id' | 'team'; label: string; hint: string }[] = [
  { name: 'q', label: 'Contains', hint: 'Action, thing, or state' },
  { name: 'action', label: 'Action', hint: 'As change.approve' },
  { name: 'actor', label: 'Actor', hint: 'An actor id' },
  { name: 'resource_id', label: 'Thing', hint: 'Its id' },
  { name: 'team', label: 'Team', hint: 'Its name' },
]

const textOf = (entry: FormDataEntryValue | null) => (typeof entry === 'string' ? entry.trim() : '')

function Audit() {
  const [params, setParams] = useSearchParams()
  // A search has one "now", so that its pages fit together; another search takes another.
  const [now, setNow] = useState(() => Date.now())
  const service = serviceOf(params.get('service'))
  const filters = filtersOf(params, now)
  const query = useInfiniteQuery(auditQuery(service, filters))
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const set = (changes: Record<string, string>) => {
    setNow(Date.now())
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        for (const [name, value] of Object.entries(changes)) {
          if (value === '') next.delete(name)
          else next.set(name, value)
        }
        return next
      },
      { replace: true, preventScrollReset: true },
    )
  }
  return (
    <div className="grid gap-4">
      <search>
        <form
          // The address holds the filters; a change of it fills the fields anew.
          key={params.toString()}
          className="grid grid-cols-2 gap-3 md:grid-cols-4 xl:grid-cols-8"
          onSubmit={(event) => {
            event.preventDefault()
            const form = new FormData(event.currentTarget)
            set(Object.fromEntries(texts.map(({ name }) => [name, textOf(form.get(name))])))
          }}
        >
          <Field label="Service">
            {(control) => (
              <Select {...control} value={service} onChange={(event) => set({ service: event.target.value })}>
                {auditServices.map((each) => (
                  <option key={each} value={each}>
                    {humanise(each)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Outcome">
            {(control) => (
              <Select
                {...control}
                value={params.get('outcome') ?? ''}
                onChange={(event) => set({ outcome: event.target.value })}
              >
                <option value="">All</option>
                {outcomes.map((each) => (
                  <option key={each} value={each}>
                    {humanise(each)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Period">
            {(control) => (
              <Select
                {...control}
                value={params.get('period') ?? '1d'}
                onChange={(event) => set({ period: event.target.value })}
              >
                {periods.map(([id, label]) => (
                  <option key={id} value={id}>
                    {label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {texts.map(({ name, label, hint }) => (
            <Field key={name} label={label} hint={hint}>
              {(control) => (
                <Input
                  {...control}
                  name={name}
                  type="search"
                  autoComplete="off"
                  maxLength={200}
                  defaultValue={params.get(name) ?? ''}
                />
              )}
            </Field>
          ))}
          <div className="col-span-full flex flex-wrap gap-2">
            <Button type="submit" variant="primary">
              Search
            </Button>
            <Button
              disabled={rows.length === 0}
              onClick={() => download(`audit-${service}.csv`, toCsv(rows, csvColumns))}
            >
              CSV of these rows
            </Button>
            <a className={buttonClass()} href={auditExportUrl(service, 'jsonl', filters)} download>
              JSON lines of the period
            </a>
            <a className={buttonClass()} href={auditExportUrl(service, 'cef', filters)} download>
              CEF of the period
            </a>
          </div>
        </form>
      </search>

      <VerificationCard key={service} service={service} />

      <Card flush>
        <QueryView
          query={query}
          what="The audit log"
          loading={
            <div className="p-4">
              <LoadingLines lines={8} label="Loading the audit log" />
            </div>
          }
          isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
          empty={
            <EmptyState title="Nothing is on record that fits">Widen the period, or take out a filter.</EmptyState>
          }
        >
          {() => (
            <>
              <TableFrame label="Audit log">
                <thead>
                  <tr>
                    <Th>When</Th>
                    <Th>Outcome</Th>
                    <Th>Action</Th>
                    <Th>Thing</Th>
                    <Th>Who</Th>
                    <Th>From</Th>
                    <Th>Details</Th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <EventRow key={row.id} event={row} />
                  ))}
                </tbody>
              </TableFrame>
              {query.hasNextPage && (
                <div className="px-4 py-2.5">
                  <Button size="sm" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {query.isFetchingNextPage ? 'Loading…' : 'Load more'}
                  </Button>
                </div>
              )}
            </>
          )}
        </QueryView>
      </Card>
    </div>
  )
}

function EventRow({ event }: { event: AuditEvent }) {
  return (
    <tr className="hover:bg-sunken">
      <Td>
        <WallAge instant={event.at} />
      </Td>
      <Td>
        <Badge tone={outcomeTones[event.outcome]}>{event.outcome}</Badge>
      </Td>
      <Td className="whitespace-nowrap">
        <code>{event.action}</code>
      </Td>
      <Td className="min-w-36 wrap-anywhere">
        {humanise(event.resource_type)} <code>{event.resource_id}</code>
      </Td>
      <Td className="min-w-36 wrap-anywhere">
        <code>{actorText(event)}</code>
        {typeof event.key_id === 'string' && (
          <span className="block text-xs text-muted">
            with key <code>{event.key_id}</code>
          </span>
        )}
      </Td>
      <Td className="num">{event.address ?? '–'}</Td>
      <Td className="min-w-44">
        <details>
          <summary className="cursor-pointer text-accent">Show</summary>
          <dl className="mt-1 grid gap-1 text-xs">
            {(['team', 'environment', 'client_id', 'request_id', 'trace_id'] as const).map(
              (name) =>
                typeof event[name] === 'string' && (
                  <div key={name}>
                    <dt className="inline text-muted">{humanise(name)}: </dt>
                    <dd className="inline">
                      <code className="wrap-anywhere">{event[name]}</code>
                    </dd>
                  </div>
                ),
            )}
            <State label="Before" value={event.before} />
            <State label="After" value={event.after} />
          </dl>
        </details>
      </Td>
    </tr>
  )
}

function State({ label, value }: { label: string; value: unknown }) {
  if (value === undefined || value === null) return null
  return (
    <div>
      <dt className="text-muted">{label}</dt>
      <dd>
        <pre className="max-w-xl overflow-x-auto rounded bg-sunken p-2 whitespace-pre-wrap wrap-anywhere">
          {JSON.stringify(value, null, 2)}
        </pre>
      </dd>
    </div>
  )
}
