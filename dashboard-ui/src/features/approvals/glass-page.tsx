import { zodResolver } from '@hookform/resolvers/zod'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { Link } from 'react-router'
import { brokenGlassQuery, reviewBrokenGlass } from '@/api/approvals'
import { canJudge, useUser } from '@/api/session'
import type { Change } from '@/api/types'
import { FilterFlag } from '@/components/domain/filter-flag'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Dialog } from '@/components/ui/dialog'
import { Field, Select, TextArea } from '@/components/ui/field'
import { MutationError } from '@/components/ui/mutation-error'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Age } from '@/components/ui/time'
import { placeErrors } from '@/lib/form-errors'
import { createKeyring } from '@/lib/ids'
import { useRefreshInterval } from '@/lib/live/live-context'
import { toast } from '@/lib/toast'
import { flag, useUrlState } from '@/lib/url-state'
import { ApprovalsLayout } from './approvals-layout'
import { reviewErrors, reviewSchema, type ReviewForm } from './review-form'
import { useText } from './text'

const place = '/approvals/break-glass'
const schema = { all: flag() }

/** Where somebody took it upon himself to have a change applied, and what another said of it. */
export function GlassPage() {
  const t = useText()
  const user = useUser()
  const [state, set] = useUrlState(schema)
  const query = useInfiniteQuery({ ...brokenGlassQuery(state.all), refetchInterval: useRefreshInterval(60_000) })
  const [reviewing, setReviewing] = useState<Change | null>(null)
  const mayReview = (change: Change) =>
    canJudge(user) && change.break_glass?.by.actor_id !== user.actor_id && change.author.actor_id !== user.actor_id
  const columns: RecordColumn<Change>[] = [
    {
      id: 'change',
      header: t('change'),
      value: (row) => row.title,
      className: 'min-w-56',
      cell: (row) => (
        <>
          <Link
            lang="en"
            to={`/changes/${row.id}`}
            className="font-medium wrap-anywhere text-accent underline-offset-2 hover:underline"
          >
            {row.title}
          </Link>
          <span className="block text-xs text-muted">
            {row.team} · {row.environment}
          </span>
        </>
      ),
    },
    {
      id: 'by',
      header: t('glass.by'),
      value: (row) => row.break_glass?.by.name,
      cell: (row) =>
        row.break_glass !== null && (
          <>
            {row.break_glass.by.name}
            <span className="block text-xs text-muted">
              <Age instant={row.break_glass.at} />
            </span>
          </>
        ),
    },
    {
      id: 'reason',
      header: t('reason'),
      value: (row) => row.break_glass?.reason,
      className: 'min-w-56',
      cell: (row) => (
        <>
          <span data-raw>{row.break_glass?.reason}</span>
          <span lang="en" className="block text-xs text-muted">
            {row.break_glass?.overridden.join('; ')}
          </span>
        </>
      ),
    },
    {
      id: 'review',
      header: t('glass.review'),
      value: (row) => row.break_glass?.review?.outcome,
      className: 'min-w-40',
      cell: (row) => {
        const review = row.break_glass?.review ?? null
        if (review !== null)
          return (
            <>
              <Badge tone={review.outcome === 'justified' ? 'good' : 'bad'}>{t(`glass.${review.outcome}`)}</Badge>{' '}
              {review.by.name}
              <span data-raw className="block text-xs text-muted">
                {review.note}
              </span>
            </>
          )
        return mayReview(row) ? (
          <Button size="sm" aria-label={t('glass.sign.of', { title: row.title })} onClick={() => setReviewing(row)}>
            {t('glass.sign')}
          </Button>
        ) : (
          <Badge tone="warn">{t('glass.open')}</Badge>
        )
      },
    },
  ]
  return (
    <ApprovalsLayout lead={t('glass.lead')}>
      <FilterFlag label={t('glass.all')} checked={state.all} onChange={(all) => set({ all })} />
      <Card title={t('area.glass')} flush>
        <QueryView
          query={query}
          what={t('area.glass')}
          loading={
            <div className="p-4">
              <LoadingLines lines={4} />
            </div>
          }
          isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
          empty={<EmptyState title={t('glass.empty')}>{t('glass.empty.hint')}</EmptyState>}
        >
          {({ pages }) => (
            <RecordTable
              label={t('area.glass')}
              rows={pages.flatMap(({ items }) => items)}
              columns={columns}
              rowId={(row) => row.id}
              csvName="break-glass"
              more={query}
            />
          )}
        </QueryView>
      </Card>
      <Dialog
        open={reviewing !== null}
        onOpenChange={(open) => {
          if (!open) setReviewing(null)
        }}
        title={t('glass.sign.title')}
        description={reviewing && <span lang="en">{reviewing.title}</span>}
      >
        {reviewing !== null && <ReviewFields change={reviewing} onClose={() => setReviewing(null)} />}
      </Dialog>
    </ApprovalsLayout>
  )
}

function ReviewFields({ change, onClose }: { change: Change; onClose: () => void }) {
  const t = useText()
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const form = useForm<ReviewForm>({
    resolver: zodResolver(reviewSchema),
    defaultValues: { outcome: '', note: '' },
    mode: 'onTouched',
  })
  const signing = useMutation({
    mutationFn: ({ outcome, note }: ReviewForm) =>
      reviewBrokenGlass(
        change.id,
        { outcome: outcome === 'justified' ? outcome : 'unjustified', note: note.trim() },
        keyFor({ outcome, note }),
      ),
    onSuccess: async () => {
      onClose()
      toast({ text: t('glass.signed', { title: change.title }) })
      await queries.invalidateQueries({ queryKey: ['changes'] })
    },
    onError: (error) => placeErrors<ReviewForm>(error, { outcome: 'outcome', note: 'note' }, form.setError),
  })
  const message = (name: keyof ReviewForm) => {
    const text = form.formState.errors[name]?.message
    const key = reviewErrors.find((each) => each === text)
    return key === undefined ? text : t(key)
  }
  return (
    <form
      noValidate
      className="mt-4 space-y-4"
      onSubmit={(event) => void form.handleSubmit((values) => signing.mutate(values))(event)}
    >
      {change.break_glass !== null && (
        <blockquote data-raw className="rounded-md bg-sunken p-3 text-[13px]">
          {change.break_glass.reason}
        </blockquote>
      )}
      <Field label={t('glass.outcome')} required error={message('outcome')}>
        {(control) => (
          <Select {...control} aria-required {...form.register('outcome')}>
            <option value="">{t('glass.outcome.choose')}</option>
            <option value="justified">{t('glass.justified')}</option>
            <option value="unjustified">{t('glass.unjustified')}</option>
          </Select>
        )}
      </Field>
      <Field label={t('glass.note')} required hint={t('glass.note.hint')} error={message('note')}>
        {(control) => <TextArea {...control} rows={3} maxLength={1000} aria-required {...form.register('note')} />}
      </Field>
      {signing.isError && (
        <MutationError error={signing.error} what={t('glass.review.what')} verb={t('glass.notSigned')} place={place} />
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('verdict.back')}</Button>
        <Button type="submit" variant="primary" disabled={signing.isPending}>
          {t(signing.isPending ? 'verdict.sending' : 'glass.sign.confirm')}
        </Button>
      </div>
    </form>
  )
}
