import { lazy, Suspense, useState, type ComponentProps, type ReactNode } from 'react'
import { Button } from './button'

const load = () => import('./menu-body')
const MenuBody = lazy(load)

type MenuProps = Pick<ComponentProps<'button'>, 'aria-label'> & {
  trigger: ReactNode
  children: () => ReactNode
  /** For the head of a column. */
  small?: boolean
}

/** A button with a menu under it. The menu's code comes when a pointer or the focus comes near. */
export function Menu({ trigger, children, small = false, ...button }: MenuProps) {
  const size = small ? 'tiny' : 'icon'
  const [wanted, setWanted] = useState(false)
  const plain = (
    <Button
      variant="ghost"
      size={size}
      aria-haspopup="menu"
      aria-expanded={wanted}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
      {...button}
    >
      {trigger}
    </Button>
  )
  if (!wanted) return plain
  return (
    <Suspense fallback={plain}>
      <MenuBody
        trigger={
          <Button variant="ghost" size={size} {...button}>
            {trigger}
          </Button>
        }
      >
        {children()}
      </MenuBody>
    </Suspense>
  )
}
