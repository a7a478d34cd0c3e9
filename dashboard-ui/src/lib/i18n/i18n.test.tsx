import { act, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { formatAge, formatInstant, formatMoney, humanise } from '@/lib/format'
import { catalogue, switchLanguage } from './index'

const useText = catalogue('example', {
  en: () =>
    Promise.resolve({
      default: {
        hello: 'Hello {name}',
        runs_one: '{count} run',
        runs_other: '{count} runs',
        rich: '<b>Now</b> {thing}.',
      },
    }),
  zh: () =>
    Promise.resolve({ default: { hello: '你好 {name}', runs_other: '{count} 次运行', rich: '<b>现在</b>{thing}。' } }),
})

function Page() {
  const t = useText()
  return (
    <>
      <h1>{t('hello', { name: 'Ada' })}</h1>
      <p>{t('runs', { count: 1 })}</p>
      <p>{t('runs', { count: 1234 })}</p>
      <p data-testid="rich">{t.rich('rich', { b: (inner) => <strong>{inner}</strong>, thing: <em>x</em> })}</p>
    </>
  )
}

afterEach(async () => {
  await act(() => switchLanguage('en'))
  localStorage.clear()
})

describe('texts', () => {
  it('fill names in, pick the plural form and write numbers as the language does', async () => {
    await useText.load()
    render(<Page />)
    expect(screen.getByRole('heading')).toHaveTextContent('Hello Ada')
    expect(screen.getByText('1 run')).toBeInTheDocument()
    expect(screen.getByText('1,234 runs')).toBeInTheDocument()
    expect(screen.getByTestId('rich').innerHTML).toBe('<strong>Now</strong> <em>x</em>.')
  })

  it('change while a page is open, with the language of the document', async () => {
    await useText.load()
    render(<Page />)
    await act(() => switchLanguage('zh'))
    expect(screen.getByRole('heading')).toHaveTextContent('你好 Ada')
    expect(screen.getByText('1 次运行')).toBeInTheDocument()
    expect(document.documentElement.lang).toBe('zh-CN')
    expect(localStorage.getItem('swen.language')).toBe('zh')
  })

  it('take formats and the words of the interfaces with them', async () => {
    await switchLanguage('zh')
    expect(humanise('awaiting_approval')).toBe('等待审批')
    expect(humanise('never_heard_of')).toBe('Never heard of')
    expect(formatAge('2026-11-28T00:00:00Z', Date.parse('2026-11-28T00:05:00Z'))).toBe('5 分钟前')
    expect(formatMoney({ amount: '1234.5', currency: 'USD' }, 'h')).toBe('1,234.50 USD/小时')
    expect(formatInstant('2026-11-28T18:03:20Z', 'UTC')).toContain('2026年11月28日')
  })
})
