import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  encryptedServices,
  encryptionKeysQuery,
  rotateEncryptionKey,
  rotateSigningKey,
  signingKeysQuery,
  type SigningKey,
} from '@/api/settings'
import { canEditUsers as isAdmin, canSeeUsers as isAdminOrAuditor, useUser } from '@/api/session'
import { RecordTable, type RecordColumn } from '@/components/domain/record-table'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Confirm } from '@/components/ui/confirm'
import { Facts } from '@/components/ui/facts'
import { MutationError } from '@/components/ui/mutation-error'
import { EmptyState, LoadingLines, QueryView } from '@/components/ui/states'
import { Instant, WallAge } from '@/components/ui/time'
import { formatNumber, humanise } from '@/lib/format'
import { createKeyring } from '@/lib/ids'
import { toast } from '@/lib/toast'
import { SettingsLayout } from './settings-layout'
import { useText } from './text'

const place = '/settings/keys'

/** The keys of the platform itself, and their rotation. */
export function PlatformKeysPage() {
  const t = useText()
  const user = useUser()
  return (
    <SettingsLayout lead={t('platformKeys.lead')}>
      {isAdminOrAuditor(user) ? (
        <div className="grid gap-4">
          {isAdmin(user) && <SigningCard />}
          <div className="grid items-start gap-4 lg:grid-cols-2">
            {encryptedServices.map((service) => (
              <EncryptionCard key={service} service={service} />
            ))}
          </div>
        </div>
      ) : (
        <Card>
          <EmptyState title={t('platformKeys.role')}>
            {t('youHave', { roles: user.roles.join(', ') || t('noRole') })}
          </EmptyState>
        </Card>
      )}
    </SettingsLayout>
  )
}

const signingTones: Record<SigningKey['state'], Tone> = { next: 'info', active: 'good', retired: 'neutral' }

function SigningCard() {
  const t = useText()
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const [asking, setAsking] = useState(false)
  const query = useQuery(signingKeysQuery)
  const active = query.data?.items.find((key) => key.state === 'active')?.kid ?? ''
  const rotating = useMutation({
    mutationFn: () => rotateSigningKey(keyFor({ active })),
    onSuccess: async () => {
      setAsking(false)
      toast({ text: t('signing.rotated') })
      await queries.invalidateQueries({ queryKey: signingKeysQuery.queryKey })
    },
  })
  const columns: RecordColumn<SigningKey>[] = [
    {
      id: 'kid',
      header: t('signing.kid'),
      value: (row) => row.kid,
      cell: (row) => <code className="text-xs wrap-anywhere">{row.kid}</code>,
    },
    {
      id: 'state',
      header: t('state'),
      value: (row) => row.state,
      cell: (row) => <Badge tone={signingTones[row.state]}>{humanise(row.state)}</Badge>,
    },
    {
      id: 'from',
      header: t('signing.from'),
      value: (row) => row.active_from,
      cell: (row) => <Instant instant={row.active_from} />,
    },
    {
      id: 'until',
      header: t('signing.until'),
      value: (row) => row.published_until,
      cell: (row) => (row.published_until === null ? '–' : <Instant instant={row.published_until} />),
    },
  ]
  return (
    <Card
      title={t('signing')}
      flush
      actions={
        <Button size="sm" onClick={() => setAsking(true)}>
          {t('signing.rotate')}
        </Button>
      }
    >
      <QueryView
        query={query}
        what={t('signing.what')}
        loading={
          <div className="p-4">
            <LoadingLines lines={3} />
          </div>
        }
      >
        {(page) => (
          <RecordTable
            label={t('signing')}
            rows={page.items}
            columns={columns}
            rowId={(row) => row.kid}
            csvName="signing-keys"
          />
        )}
      </QueryView>
      <Confirm
        open={asking}
        onOpenChange={(open) => {
          if (!open) rotating.reset()
          setAsking(open)
        }}
        title={t('signing.rotate.title')}
        description={t('signing.rotate.text')}
        confirm={t('signing.rotate.confirm')}
        busy={rotating.isPending}
        error={
          rotating.isError && (
            <MutationError error={rotating.error} what={t('key.what')} verb={t('signing.failed')} place={place} />
          )
        }
        onConfirm={() => rotating.mutate()}
      />
    </Card>
  )
}

function EncryptionCard({ service }: { service: string }) {
  const t = useText()
  const admin = isAdmin(useUser())
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const name = humanise(service)
  const query = useQuery({
    ...encryptionKeysQuery(service),
    // While values are encrypted anew the count goes down.
    refetchInterval: (state) => (state.state.data?.sealing === true ? 3000 : false),
  })
  const rotating = useMutation({
    mutationFn: () => rotateEncryptionKey(service),
    onSuccess: async () => {
      setAsking(false)
      toast({ text: t('encryption.rotated', { service: name }) })
      await queries.invalidateQueries({ queryKey: encryptionKeysQuery(service).queryKey })
    },
  })
  return (
    <Card
      title={`${t('encryption')}: ${name}`}
      {...(admin
        ? {
            actions: (
              <Button
                size="sm"
                aria-label={t('encryption.rotate.of', { service: name })}
                onClick={() => setAsking(true)}
              >
                {t('encryption.rotate')}
              </Button>
            ),
          }
        : {})}
    >
      <QueryView query={query} what={t('encryption.what', { service: name })} compact>
        {(keys) => (
          <Facts
            items={[
              { term: t('encryption.key'), value: <code className="text-xs">{keys.active_key_id}</code> },
              { term: t('encryption.since'), value: <WallAge instant={keys.active_since} /> },
              { term: t('encryption.provider'), value: humanise(keys.provider) },
              {
                term: t('encryption.values'),
                value: formatNumber(keys.columns.reduce((sum, column) => sum + column.values, 0)),
              },
              {
                term: t('encryption.left'),
                value: (
                  <>
                    {formatNumber(keys.left)} {keys.sealing && <Badge tone="accent">{t('encryption.sealing')}</Badge>}
                  </>
                ),
              },
            ]}
          />
        )}
      </QueryView>
      <Confirm
        open={asking}
        onOpenChange={(open) => {
          if (!open) rotating.reset()
          setAsking(open)
        }}
        title={t('encryption.rotate.title', { service: name })}
        description={t('encryption.rotate.text')}
        confirm={t('signing.rotate.confirm')}
        busy={rotating.isPending}
        error={
          rotating.isError && (
            <MutationError error={rotating.error} what={t('key.what')} verb={t('signing.failed')} place={place} />
          )
        }
        onConfirm={() => rotating.mutate()}
      />
    </Card>
  )
}
