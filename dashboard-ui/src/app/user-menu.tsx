import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleUser } from 'lucide-react'
import { lazy } from 'react'
import { useNavigate } from 'react-router'
import { logOut, useUser } from '@/api/session'
import { Menu } from '@/components/ui/menu'
import { useCommon } from '@/lib/i18n/common'
import { asProblemError } from '@/lib/problem'

const UserChoices = lazy(() => import('./user-choices'))

export function UserMenu() {
  const t = useCommon()
  const user = useUser()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const leaving = useMutation({
    mutationFn: logOut,
    onSuccess: async () => {
      await navigate('/signed-out', { replace: true })
      queries.clear()
    },
  })
  return (
    <>
      <Menu
        aria-label={t('account', { name: user.name })}
        trigger={
          <>
            <CircleUser className="size-4" aria-hidden="true" />
            <span className="max-w-32 truncate max-sm:hidden">{user.name}</span>
          </>
        }
      >
        {() => (
          <UserChoices
            user={user}
            leaving={leaving.isPending}
            onGo={(place) => void navigate(place)}
            onLogOut={() => leaving.mutate()}
          />
        )}
      </Menu>
      {leaving.isError && (
        <span role="alert" className="text-xs text-bad">
          {t('account.notout', { why: asProblemError(leaving.error).message })}
        </span>
      )}
    </>
  )
}
