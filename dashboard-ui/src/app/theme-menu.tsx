import { Monitor, Moon, Sun } from 'lucide-react'
import { lazy } from 'react'
import { Menu } from '@/components/ui/menu'
import { useTheme } from '@/lib/theme'

const ThemeChoices = lazy(() => import('./theme-choices'))
const icons = { system: Monitor, light: Sun, dark: Moon }

export function ThemeMenu() {
  const theme = useTheme()
  const Icon = icons[theme]
  return (
    <Menu aria-label={`Theme: ${theme}`} trigger={<Icon className="size-4" aria-hidden="true" />}>
      {() => <ThemeChoices />}
    </Menu>
  )
}
