import { useQuery } from '@tanstack/react-query'
import { meQuery } from '@/api/security'
import { useUser } from '@/api/session'
import { Badge } from '@/components/ui/badge'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Facts } from '@/components/ui/facts'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/states'
import { scopeText } from '@/lib/format'
import { KeysCard } from './keys-card'
import { SessionsCard } from './sessions-card'

/** Who one is here, where one is signed in, and what programs may do in one's name. */
export function SecurityPage() {
  return (
    <>
      <PageHeader
        title="Security"
        lead="Your account, the browsers you are signed in with, and the keys of your programs."
      />
      <div className="grid gap-4">
        <AccountCard />
        <SessionsCard />
        <KeysCard />
      </div>
    </>
  )
}

function AccountCard() {
  const user = useUser()
  const me = useQuery(meQuery)
  return (
    <Card
      title="Your account"
      actions={
        // Served by the issuer, outside of this application.
        <a className={buttonClass('secondary', 'sm')} href="/identity/security">
          Password, passkeys and authenticator
        </a>
      }
    >
      <QueryView query={me} what="Your account" compact>
        {(account) => (
          <Facts
            items={[
              { term: 'Login name', value: account.name },
              { term: 'Name', value: account.display_name },
              {
                term: 'Roles',
                value: (
                  <span className="flex flex-wrap gap-1">
                    {user.roles.map((role) => (
                      <Badge key={role}>{role}</Badge>
                    ))}
                  </span>
                ),
              },
              { term: 'Teams', value: scopeText(user.teams) },
              { term: 'Environments', value: scopeText(user.environments) },
            ]}
          />
        )}
      </QueryView>
      <p className="mt-3 text-xs text-muted">
        Approving, and making or rotating keys, asks for your second factor again when the last time is more than five
        minutes ago.
      </p>
    </Card>
  )
}
