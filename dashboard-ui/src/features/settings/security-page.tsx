import { useQuery } from '@tanstack/react-query'
import { meQuery } from '@/api/security'
import { useUser } from '@/api/session'
import { Badge } from '@/components/ui/badge'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Facts } from '@/components/ui/facts'
import { QueryView } from '@/components/ui/states'
import { humanise, scopeText } from '@/lib/format'
import { KeysCard } from './keys-card'
import { SessionsCard } from './sessions-card'
import { SettingsLayout } from './settings-layout'
import { useText } from './text'

/** Who one is here, where one is signed in, and what programs may do in one's name. */
export function SecurityPage() {
  const t = useText()
  return (
    <SettingsLayout lead={t('security.lead')}>
      <div className="grid gap-4">
        <AccountCard />
        <SessionsCard />
        <KeysCard />
      </div>
    </SettingsLayout>
  )
}

function AccountCard() {
  const t = useText()
  const user = useUser()
  const me = useQuery(meQuery)
  return (
    <Card
      title={t('account')}
      actions={
        // Served by the issuer, outside of this application.
        <a className={buttonClass('secondary', 'sm')} href="/identity/security">
          {t('account.factors')}
        </a>
      }
    >
      <QueryView query={me} what={t('account')} compact>
        {(account) => (
          <Facts
            items={[
              { term: t('user.name'), value: account.name },
              { term: t('name'), value: account.display_name },
              {
                term: t('user.roles'),
                value: (
                  <span className="flex flex-wrap gap-1">
                    {user.roles.map((role) => (
                      <Badge key={role}>{humanise(role)}</Badge>
                    ))}
                  </span>
                ),
              },
              { term: t('user.teams'), value: scopeText(user.teams) },
              { term: t('user.environments'), value: scopeText(user.environments) },
            ]}
          />
        )}
      </QueryView>
      <p className="mt-3 text-xs text-muted">{t('account.stepUp')}</p>
    </Card>
  )
}
