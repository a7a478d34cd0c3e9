import { LogOut } from 'lucide-react'
import type { User } from '@/api/types'
import { Badge } from '@/components/ui/badge'
import { MenuItem, MenuSeparator } from '@/components/ui/menu-items'

function scope(names: readonly string[]): string {
  if (names.includes('*')) return 'all'
  return names.length === 0 ? 'none' : names.join(', ')
}

export default function UserChoices({
  user,
  leaving,
  onLogOut,
}: {
  user: User
  leaving: boolean
  onLogOut: () => void
}) {
  return (
    <>
      <div className="px-2 py-1.5">
        <p className="font-medium">{user.name}</p>
        <p className="mt-1 flex flex-wrap gap-1">
          {user.roles.length === 0 ? (
            <Badge>no role</Badge>
          ) : (
            user.roles.map((role) => <Badge key={role}>{role}</Badge>)
          )}
        </p>
        <p className="mt-1.5 text-xs text-muted">
          Teams: {scope(user.teams)}
          <br />
          Environments: {scope(user.environments)}
        </p>
      </div>
      <MenuSeparator />
      <MenuItem disabled={leaving} onSelect={onLogOut}>
        <LogOut className="size-4" aria-hidden="true" />
        Log out
      </MenuItem>
    </>
  )
}
