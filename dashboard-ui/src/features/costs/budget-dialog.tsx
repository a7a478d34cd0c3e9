import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { budgetsQuery, createBudget, editBudget, type Budget } from '@/api/costs'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select } from '@/components/ui/field'
import { MutationError } from '@/components/ui/mutation-error'
import { providerName } from '@/lib/format'
import { createKeyring } from '@/lib/ids'
import { asProblemError, fieldMessage, matchField } from '@/lib/problem'
import { toast } from '@/lib/toast'
import { budgetSchema, emptyBudget, formOf, requestOf, type BudgetForm } from './budget-form'
import { useText } from './text'

const fields = ['name', 'amount', 'team', 'environment', 'provider', 'thresholds'] as const
const errorKeys = ['error.name', 'error.amount', 'error.thresholds'] as const

/** Makes a budget, or changes the one given. */
export function BudgetDialog({ budget, open, onClose }: { budget: Budget | null; open: boolean; onClose: () => void }) {
  const t = useText()
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose()
      }}
      title={budget === null ? t('budget.create.title') : t('budget.edit.title', { name: budget.name })}
      description={t('budget.form.text')}
    >
      {open && <BudgetFields budget={budget} onClose={onClose} />}
    </Dialog>
  )
}

function BudgetFields({ budget, onClose }: { budget: Budget | null; onClose: () => void }) {
  const t = useText()
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const form = useForm<BudgetForm>({
    resolver: zodResolver(budgetSchema),
    defaultValues: budget === null ? emptyBudget : formOf(budget),
    mode: 'onTouched',
  })
  const saving = useMutation({
    mutationFn: (values: BudgetForm) => {
      const asked = requestOf(values)
      return budget === null ? createBudget(asked, keyFor(asked)) : editBudget(budget.id, asked, budget.version)
    },
    onSuccess: (_saved, values) => {
      onClose()
      toast({ text: t('budget.saved', { name: values.name }) })
      return queries.invalidateQueries({ queryKey: budgetsQuery.queryKey })
    },
    onError: (error) => {
      for (const each of asProblemError(error).fieldErrors) {
        const field = matchField(each.field, fields)
        if (field !== null) form.setError(field, { message: fieldMessage(each) })
      }
    },
  })
  const message = (name: keyof BudgetForm) => {
    const text = form.formState.errors[name]?.message
    const key = errorKeys.find((each) => each === text)
    return key === undefined ? text : t(key)
  }
  const plain = (name: 'name' | 'amount' | 'team' | 'environment' | 'thresholds', extra: object = {}) => (
    <Field
      label={t(`budget.${name}`)}
      required={name === 'name' || name === 'amount'}
      error={message(name)}
      {...(name === 'thresholds' ? { hint: t('budget.thresholds.hint') } : {})}
    >
      {(control) => <Input {...control} autoComplete="off" {...extra} {...form.register(name)} />}
    </Field>
  )
  return (
    <form
      noValidate
      className="mt-4 grid gap-4 sm:grid-cols-2"
      onSubmit={(event) => void form.handleSubmit((values) => saving.mutate(values))(event)}
    >
      {plain('name', { maxLength: 100 })}
      <Field label={`${t('budget.amount')} (USD)`} required error={message('amount')}>
        {(control) => <Input {...control} inputMode="decimal" autoComplete="off" {...form.register('amount')} />}
      </Field>
      {plain('team', { placeholder: t('budget.any'), maxLength: 63 })}
      {plain('environment', { placeholder: t('budget.any'), maxLength: 63 })}
      <Field label={t('budget.provider')} error={message('provider')}>
        {(control) => (
          <Select {...control} {...form.register('provider')}>
            <option value="">{t('budget.any')}</option>
            <option value="aws">{providerName('aws')}</option>
            <option value="alibaba">{providerName('alibaba')}</option>
          </Select>
        )}
      </Field>
      {plain('thresholds')}
      {saving.isError && (
        <div className="sm:col-span-2">
          <MutationError
            error={saving.error}
            what={t('budget.what')}
            verb={t('budget.notSaved')}
            place="/costs/budgets"
          />
        </div>
      )}
      <div className="flex justify-end gap-2 sm:col-span-2">
        <Button type="submit" variant="primary" disabled={saving.isPending}>
          {saving.isPending ? t('budget.saving') : t(budget === null ? 'budget.create' : 'budget.save')}
        </Button>
      </div>
    </form>
  )
}
