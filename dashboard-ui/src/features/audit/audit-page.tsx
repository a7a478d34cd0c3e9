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
import { humanise, humaniseInside } from '@/lib/format'
import { actorText, csvColumns, filtersOf, outcomes, outcomeTones, periods, serviceOf } from './audit-model'
import { VerificationCard } from './verification-card'
import { useText } from './text'

/** Who did what, when and from where, and whether the record is whole. */
export function AuditPage() {
  const t = useText()
  const user = useUser()
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      {canSeeAudit(user) ? (
        <Audit />
      ) : (
        <Card>
          <EmptyState title={t('role')}>{t('youHave', { roles: user.roles.join(', ') || t('noRole') })}</EmptyState>
        </Card>
      )}
    </>
  )
}

const texts = ['q', 'action', 'actor', 'resource_id', 'team'] as const

const textOf = (entry: FormDataEntryValue | null) => (typeof entry === 'string' ? entry.trim() : '')

function Audit() {
  const t = useText()
  const [params, setParams] = useSearchParams()
  // A search has one "now", so that its pages fit together; another search takes another.
  const [now, setNow] = useState(() => Date.now())
  const service = serviceOf(params.get('service'))
  const filters = filtersOf(params, now)
  const query = useInfiniteQuery(auditQuery(service, filters))
  const oldestFirst = params.get('order') === 'oldest'
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
            set(Object.fromEntries(texts.map((name) => [name, textOf(form.get(name))])))
          }}
        >
          <Field label={t('service')}>
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
          <Field label={t('outcome')}>
            {(control) => (
              <Select
                {...control}
                value={params.get('outcome') ?? ''}
                onChange={(event) => set({ outcome: event.target.value })}
              >
                <option value="">{t('all')}</option>
                {outcomes.map((each) => (
                  <option key={each} value={each}>
                    {humanise(each)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t('period')}>
            {(control) => (
              <Select
                {...control}
                value={params.get('period') ?? '1d'}
                onChange={(event) => set({ period: event.target.value })}
              >
                {periods.map(([id]) => (
                  <option key={id} value={id}>
                    {t(`period.${id}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {texts.map((name) => (
            <Field key={name} label={t(`field.${name}`)} hint={t(`field.${name}.hint`)}>
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
              {t('search')}
            </Button>
            <Button
              disabled={rows.length === 0}
              onClick={() => download(`audit-${service}.csv`, toCsv(rows, csvColumns))}
            >
              {t('csv')}
            </Button>
            <a className={buttonClass()} href={auditExportUrl(service, 'jsonl', filters)} download>
              {t('jsonl')}
            </a>
            <a className={buttonClass()} href={auditExportUrl(service, 'cef', filters)} download>
              {t('cef')}
            </a>
          </div>
        </form>
      </search>

      <VerificationCard key={service} service={service} />

      <Card flush>
        <QueryView
          query={query}
          what={t('log')}
          loading={
            <div className="p-4">
              <LoadingLines lines={8} />
            </div>
          }
          isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
          empty={<EmptyState title={t('empty')}>{t('empty.hint')}</EmptyState>}
        >
          {() => (
            <>
              <TableFrame label={t('table')}>
                <thead>
                  <tr>
                    <Th sort={oldestFirst ? 'ascending' : 'descending'}>
                      <button
                        type="button"
                        className="rounded text-text"
                        onClick={() => set({ order: oldestFirst ? '' : 'oldest' })}
                      >
                        {t('when')} {oldestFirst ? '↑' : '↓'}
                      </button>
                    </Th>
                    <Th>{t('outcome')}</Th>
                    <Th>{t('field.action')}</Th>
                    <Th>{t('field.resource_id')}</Th>
                    <Th>{t('who')}</Th>
                    <Th>{t('from')}</Th>
                    <Th>{t('details')}</Th>
                  </tr>
                </thead>
                <tbody>
                  {(oldestFirst ? rows.toReversed() : rows).map((row) => (
                    <EventRow key={row.id} event={row} />
                  ))}
                </tbody>
              </TableFrame>
              {query.hasNextPage && (
                <div className="px-4 py-2.5">
                  <Button size="sm" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {t(query.isFetchingNextPage ? 'loading' : 'more')}
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
  const t = useText()
  return (
    <tr className="hover:bg-sunken">
      <Td>
        <WallAge instant={event.at} />
      </Td>
      <Td>
        <Badge tone={outcomeTones[event.outcome]}>{humaniseInside(event.outcome)}</Badge>
      </Td>
      <Td className="whitespace-nowrap">
        <code>{event.action}</code>
      </Td>
      <Td className="min-w-36 wrap-anywhere">
        {humanise(event.resource_type)} <code>{event.resource_id}</code>
      </Td>
      <Td className="min-w-36 wrap-anywhere">
        <code>{actorText(event) ?? t('nobody')}</code>
        {typeof event.key_id === 'string' && (
          <span className="block text-xs text-muted">{t.rich('withKey', { key: <code>{event.key_id}</code> })}</span>
        )}
      </Td>
      <Td className="num">{event.address ?? '–'}</Td>
      <Td className="min-w-44">
        <details>
          <summary className="cursor-pointer text-accent">{t('show')}</summary>
          <dl className="mt-1 grid gap-1 text-xs">
            {(['team', 'environment', 'client_id', 'request_id', 'trace_id'] as const).map(
              (name) =>
                typeof event[name] === 'string' && (
                  <div key={name}>
                    <dt className="inline text-muted">{t(`detail.${name}`)}: </dt>
                    <dd className="inline">
                      <code className="wrap-anywhere">{event[name]}</code>
                    </dd>
                  </div>
                ),
            )}
            <State label={t('before')} value={event.before} />
            <State label={t('after')} value={event.after} />
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
