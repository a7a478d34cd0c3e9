import { LogOut, ShieldCheck, Users } from 'lucide-react'
import { canSeeUsers } from '@/api/session'
import type { User } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { MenuItem, MenuSeparator } from '@/components/ui/menu-items'
import { humanise, scopeText } from '@/lib/format'
import { useCommon } from '@/lib/i18n/common'

export default function UserChoices({
  user,
  leaving,
  onGo,
  onLogOut,
}: {
  user: User
  leaving: boolean
  onGo: (place: string) => void
  onLogOut: () => void
}) {
  const t = useCommon()
  return (
    <>
      <div className="px-2 py-1.5">
        <p className="font-medium">{user.name}</p>
        <p className="mt-1 flex flex-wrap gap-1">
          {user.roles.length === 0 ? (
            <Badge>{t('account.norole')}</Badge>
          ) : (
            user.roles.map((role) => <Badge key={role}>{humanise(role)}</Badge>)
          )}
        </p>
        <p className="mt-1.5 text-xs text-muted">
          {t('account.teams', { teams: scopeText(user.teams) })}
          <br />
          {t('account.environments', { environments: scopeText(user.environments) })}
        </p>
      </div>
      <MenuSeparator />
      <MenuItem onSelect={() => onGo('/settings/security')}>
        <ShieldCheck className="size-4" aria-hidden="true" />
        {t('account.security')}
      </MenuItem>
      {canSeeUsers(user) && (
        <MenuItem onSelect={() => onGo('/settings/users')}>
          <Users className="size-4" aria-hidden="true" />
          {t('account.users')}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem disabled={leaving} onSelect={onLogOut}>
        <LogOut className="size-4" aria-hidden="true" />
        {t('account.logout')}
      </MenuItem>
    </>
  )
}
