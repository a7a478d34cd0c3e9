import { MenuChoice, MenuChoices, MenuLabel, MenuSeparator } from '@/components/ui/menu-items'
import { languages, switchLanguage, useLanguage } from '@/lib/i18n'
import { useCommon } from '@/lib/i18n/common'
import { density, motion, useDensity, useMotion } from '@/lib/preferences'
import { setTheme, useTheme } from '@/lib/theme'
import { toast } from '@/lib/toast'

/** Each language in its own words, so that whoever needs it finds it. */
const names = { en: 'English', zh: '简体中文' }
const themes = ['system', 'light', 'dark'] as const

export default function ViewChoices() {
  const t = useCommon()
  const language = useLanguage()
  const theme = useTheme()
  const dense = useDensity()
  const moving = useMotion()
  const pick = <T extends string>(options: readonly T[], value: string, act: (choice: T) => void) => {
    const choice = options.find((each) => each === value)
    if (choice !== undefined) act(choice)
  }
  return (
    <>
      <MenuLabel>{t('language')}</MenuLabel>
      <MenuChoices
        value={language}
        onChange={(value) =>
          pick(languages, value, (choice) => {
            switchLanguage(choice).catch((error: unknown) => {
              toast({
                tone: 'bad',
                text: t('error.load', { what: names[choice] }),
                ...(error instanceof Error ? { detail: error.message } : {}),
              })
            })
          })
        }
      >
        {languages.map((each) => (
          <MenuChoice key={each} value={each}>
            <span lang={each}>{names[each]}</span>
          </MenuChoice>
        ))}
      </MenuChoices>
      <MenuSeparator />
      <MenuLabel>{t('theme')}</MenuLabel>
      <MenuChoices value={theme} onChange={(value) => pick(themes, value, setTheme)}>
        {themes.map((each) => (
          <MenuChoice key={each} value={each}>
            {t(`theme.${each}`)}
          </MenuChoice>
        ))}
      </MenuChoices>
      <MenuSeparator />
      <MenuLabel>{t('density')}</MenuLabel>
      <MenuChoices value={dense} onChange={(value) => pick(density.options, value, density.set)}>
        {density.options.map((each) => (
          <MenuChoice key={each} value={each}>
            {t(`density.${each}`)}
          </MenuChoice>
        ))}
      </MenuChoices>
      <MenuSeparator />
      <MenuLabel>{t('motion')}</MenuLabel>
      <MenuChoices value={moving} onChange={(value) => pick(motion.options, value, motion.set)}>
        {motion.options.map((each) => (
          <MenuChoice key={each} value={each}>
            {t(`motion.${each}`)}
          </MenuChoice>
        ))}
      </MenuChoices>
    </>
  )
}
