import { z } from 'zod'
import type { Budget, BudgetRequest } from '@/api/costs'

const mostThresholds = 10

/** `70, 85, 95` as numbers; null for what is no such list. */
export function thresholdsOf(text: string): number[] | null {
  const parts = text
    .split(/[,，;\s]+/)
    .map((part) => part.replace(/%$/, ''))
    .filter((part) => part !== '')
  const numbers = parts.map(Number)
  const right =
    numbers.length > 0 &&
    numbers.length <= mostThresholds &&
    new Set(numbers).size === numbers.length &&
    numbers.every((each) => Number.isInteger(each) && each >= 1 && each <= 1000)
  return right ? numbers.toSorted((a, b) => a - b) : null
}

/** The messages are keys of the catalogue, so that they follow the language. */
export const budgetSchema = z.object({
  name: z.string().trim().min(1, 'error.name').max(100, 'error.name'),
  amount: z
    .string()
    .trim()
    .regex(/^\d{1,12}(\.\d{1,6})?$/, 'error.amount')
    .refine((text) => Number(text) > 0, 'error.amount'),
  team: z.string().trim().max(63),
  environment: z.string().trim().max(63),
  provider: z.enum(['', 'aws', 'alibaba']),
  thresholds: z.string().refine((text) => thresholdsOf(text) !== null, 'error.thresholds'),
})

export type BudgetForm = z.infer<typeof budgetSchema>

export const emptyBudget: BudgetForm = {
  name: '',
  amount: '',
  team: '',
  environment: '',
  provider: '',
  thresholds: '70, 85, 95',
}

export function formOf(budget: Budget): BudgetForm {
  return {
    name: budget.name,
    amount: String(Number(budget.amount.amount)),
    team: budget.team ?? '',
    environment: budget.environment ?? '',
    provider: budget.provider === 'aws' || budget.provider === 'alibaba' ? budget.provider : '',
    thresholds: budget.thresholds.join(', '),
  }
}

const filled = (text: string) => (text === '' ? null : text)

/** What is sent; an empty field covers all. */
export function requestOf(form: BudgetForm): BudgetRequest {
  return {
    name: form.name.trim(),
    amount: { amount: form.amount.trim(), currency: 'USD' },
    team: filled(form.team.trim()),
    environment: filled(form.environment.trim()),
    provider: filled(form.provider),
    thresholds: thresholdsOf(form.thresholds) ?? [],
  }
}
