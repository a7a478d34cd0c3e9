import { Monitor, Moon, Sun } from 'lucide-react'
import { MenuChoice, MenuChoices, MenuLabel } from '@/components/ui/menu-items'
import { setTheme, useTheme } from '@/lib/theme'

const choices = [
  { value: 'system', label: 'As the system', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const

export default function ThemeChoices() {
  const theme = useTheme()
  return (
    <>
      <MenuLabel>Theme</MenuLabel>
      <MenuChoices
        value={theme}
        onChange={(value) => {
          const choice = choices.find((each) => each.value === value)
          if (choice) setTheme(choice.value)
        }}
      >
        {choices.map(({ value, label, icon: Icon }) => (
          <MenuChoice key={value} value={value}>
            <Icon className="size-4" aria-hidden="true" />
            {label}
          </MenuChoice>
        ))}
      </MenuChoices>
    </>
  )
}
