import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useForm, useWatch, type FieldPath } from 'react-hook-form'
import { Link, useNavigate } from 'react-router'
import { canSubmit, useUser } from '@/api/session'
import type { FieldError, Workload, WorkloadRequest } from '@/api/types'
import { editWorkload, submitWorkload, workloadQuery } from '@/api/workloads'
import { Preview } from '@/components/decision/preview'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field, Input, Select, TextArea } from '@/components/ui/field'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, ErrorState } from '@/components/ui/states'
import { UnsavedGuard } from '@/components/ui/unsaved-guard'
import { cn } from '@/lib/cn'
import { createKeyring } from '@/lib/ids'
import { asProblemError, fieldMessage, matchField, type ProblemError } from '@/lib/problem'
import { humanise } from '@/lib/format'
import { choice as oneOf, text as urlText, useUrlState } from '@/lib/url-state'
import { templates } from './templates'
import { useSubmitText } from './text'
import {
  advancedFields,
  emptyForm,
  formFields,
  formOf,
  keptOf,
  limits,
  unknownTo,
  workloadSchema,
  type WorkloadForm,
} from './workload-schema'
import { parseYaml, toYaml } from './yaml-model'

type Name = FieldPath<WorkloadForm>

export function SubmitPage() {
  const t = useSubmitText()
  const user = useUser()
  const [{ from, edit }] = useUrlState({ from: urlText(), edit: urlText() })
  const wanted = edit === '' ? from : edit
  const source = useQuery({ ...workloadQuery(wanted), enabled: wanted !== '' })
  if (!canSubmit(user)) {
    return (
      <>
        <PageHeader title={t('title')} />
        <EmptyState
          title={t('role')}
          action={
            <Link to="/workloads" className={buttonClass()}>
              {t('back')}
            </Link>
          }
        >
          {t('role.text', { roles: user.roles.map(humanise).join(', ') || t('role.none') })}
        </EmptyState>
      </>
    )
  }
  if (wanted !== '' && source.isPending) return null
  if (edit !== '' && source.data === undefined)
    return (
      <>
        <PageHeader title={t('edit.title', { workload: edit })} />
        <ErrorState error={source.error} what={edit} onRetry={() => void source.refetch()} />
      </>
    )
  return (
    <SubmitForm
      key={edit}
      team={user.teams.find((team) => team !== '*') ?? ''}
      copied={source.data ?? null}
      edits={edit !== '' && source.data !== undefined}
    />
  )
}

function SubmitForm({ team, copied, edits }: { team: string; copied: Workload | null; edits: boolean }) {
  const t = useSubmitText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const [template, setTemplate] = useState<string | null>(null)
  const [advancedOpen, setAdvancedOpen] = useState(false)
  const [refusal, setRefusal] = useState<ProblemError | null>(null)
  const [{ mode }, setUrl] = useUrlState({ mode: oneOf(['form', 'yaml'] as const, 'form') })
  const [yaml, setYaml] = useState<string | null>(null)
  const sent = useRef(false)
  // The one that was read: what somebody else changes meanwhile is not overwritten.
  const [edited] = useState(() => (edits ? copied : null))
  const kept = edited === null ? {} : keptOf(edited)
  const form = useForm<WorkloadForm, unknown, WorkloadRequest>({
    resolver: zodResolver(workloadSchema),
    defaultValues: copied === null ? { ...emptyForm, team } : { ...formOf(copied), id: edited?.id ?? '' },
    mode: 'onTouched',
  })
  const { register, handleSubmit, reset, setError, setFocus, control: formControl, getFieldState, formState } = form
  const { isDirty } = formState
  const [kind, costSensitivity, latencySensitivity] = useWatch({
    control: formControl,
    name: ['kind', 'cost_sensitivity', 'latency_sensitivity'],
  })

  const submission = useMutation({
    mutationFn: (workload: WorkloadRequest): Promise<{ id: string }> =>
      edited === null ? submitWorkload(workload, keyFor(workload)) : editWorkload(edited.id, edited.version, workload),
    onSuccess: async (accepted) => {
      sent.current = true
      await queries.invalidateQueries({ queryKey: ['workloads'] })
      await navigate(`/workloads/${encodeURIComponent(accepted.id)}`)
    },
    onError: (error) => {
      const problem = asProblemError(error)
      setRefusal(problem)
      if (mode === 'yaml') return
      let placed = 0
      for (const entry of fieldsOf(problem)) {
        const name = matchField(entry.field, formFields)
        if (name === null) continue
        // What is folded away takes no focus: it is unfolded first.
        if (advancedFields.includes(name)) flushSync(() => setAdvancedOpen(true))
        setError(name, { type: 'server', message: fieldMessage(entry) }, { shouldFocus: placed === 0 })
        placed++
      }
    },
  })

  /** The fields that a refusal is about; a name that is taken is one, though the service only says so in words. */
  const fieldsOf = (problem: ProblemError): FieldError[] =>
    problem.fieldErrors.length === 0 && problem.problem.code === 'already-exists'
      ? [{ field: 'id', given: form.getValues('id'), allowed: t('name.free') }]
      : problem.fieldErrors

  const values = useWatch({ control: formControl })
  const yamlText = yaml ?? toYaml({ ...kept, ...skeletonOf(form.getValues()) })
  const parsed = mode === 'yaml' ? parseYaml(yamlText) : null
  const checked = mode === 'form' ? workloadSchema.safeParse(values) : null
  const spec: Record<string, unknown> | null =
    parsed !== null
      ? parsed.ok
        ? parsed.value
        : null
      : checked?.success === true
        ? { ...kept, ...checked.data }
        : null
  const settled = useSettled(useDeferredValue(spec))
  const dirty = isDirty || yaml !== null

  const toForm = () => {
    if (parsed?.ok === true) reset(formOf(parsed.value), { keepDefaultValues: true })
    setYaml(null)
    setRefusal(null)
    setUrl({ mode: 'form' })
  }
  const toText = () => {
    setYaml(null)
    setRefusal(null)
    setUrl({ mode: 'yaml' })
  }
  const extra = parsed?.ok === true ? unknownTo(parsed.value) : []

  const fieldError = (name: Name) => getFieldState(name, formState).error?.message
  const text = (
    name: Name,
    label: string,
    options: {
      hint?: string
      required?: boolean
      placeholder?: string
      inputMode?: 'numeric' | 'decimal'
      className?: string
      type?: string
      list?: string
      fixed?: boolean
    } = {},
  ) => (
    <Field
      label={label}
      hint={options.hint}
      required={options.required ?? false}
      error={fieldError(name)}
      {...(options.className ? { className: options.className } : {})}
    >
      {(control) => (
        <Input
          {...control}
          {...register(name)}
          autoComplete="off"
          spellCheck={false}
          aria-required={options.required ?? false}
          readOnly={options.fixed ?? false}
          {...(options.placeholder ? { placeholder: options.placeholder } : {})}
          {...(options.inputMode ? { inputMode: options.inputMode } : {})}
          {...(options.type ? { type: options.type } : {})}
          {...(options.list ? { list: options.list } : {})}
        />
      )}
    </Field>
  )
  const area = (name: Name, label: string, hint: string, placeholder: string) => (
    <Field label={label} hint={hint} error={fieldError(name)}>
      {(control) => (
        <TextArea
          {...control}
          {...register(name)}
          rows={3}
          spellCheck={false}
          placeholder={placeholder}
          className="font-mono text-xs"
        />
      )}
    </Field>
  )
  const choice = (name: Name, label: string, options: readonly (readonly [string, string])[], hint?: string) => (
    <Field label={label} error={fieldError(name)} hint={hint}>
      {(control) => (
        <Select {...control} {...register(name)}>
          {options.map(([value, title]) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
  const slider = (name: 'cost_sensitivity' | 'latency_sensitivity', label: string, low: string, high: string) => (
    <Field
      label={
        <span className="flex">
          {label}
          <span className="num ml-auto font-normal text-muted">
            {name === 'cost_sensitivity' ? costSensitivity : latencySensitivity}
          </span>
        </span>
      }
      error={fieldError(name)}
      hint={
        <span className="flex justify-between gap-2">
          <span>0 · {low}</span>
          <span className="text-right">1 · {high}</span>
        </span>
      }
    >
      {(control) => (
        <input
          {...control}
          {...register(name)}
          type="range"
          min={limits.sensitivity.min}
          max={limits.sensitivity.max}
          step={0.05}
          className="h-6 w-full accent-accent"
        />
      )}
    </Field>
  )

  const yamlError =
    parsed === null || parsed.ok
      ? undefined
      : parsed.why === null
        ? t('yaml.notmap')
        : t('yaml.broken', { line: parsed.line, why: parsed.why })

  const grid = 'grid grid-cols-[repeat(auto-fit,minmax(min(100%,12rem),1fr))] gap-x-4 gap-y-4'
  const refused = refusal === null ? [] : fieldsOf(refusal)
  const unplaced = refused.filter((entry) => mode === 'yaml' || matchField(entry.field, formFields) === null)

  return (
    <>
      <PageHeader
        title={edited === null ? t('title') : t('edit.title', { workload: edited.id })}
        lead={t(edited === null ? 'lead' : 'edit.lead')}
        actions={
          <div role="group" aria-label={t('mode')} className="flex rounded-md border p-0.5">
            {(['form', 'yaml'] as const).map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={mode === each}
                disabled={each === 'form' && yamlError !== undefined}
                className={cn(
                  'h-7 rounded px-3 text-xs font-medium text-muted hover:text-text disabled:opacity-50',
                  mode === each && 'bg-accent-soft text-accent',
                )}
                onClick={each === mode ? undefined : each === 'yaml' ? toText : toForm}
              >
                {t(`mode.${each}`)}
              </button>
            ))}
          </div>
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,56rem)_minmax(18rem,1fr)]">
        <form
          noValidate
          className="min-w-0 space-y-4"
          onSubmit={(event) => {
            setRefusal(null)
            if (parsed !== null) {
              event.preventDefault()
              // What YAML says is checked by the service, which knows every field; the form's rules are fewer.
              if (parsed.ok) submission.mutate(parsed.value as unknown as WorkloadRequest)
              return
            }
            void handleSubmit(
              (workload) => submission.mutate({ ...kept, ...workload }),
              (errors) => {
                const wrong = formFields.filter(
                  (name) =>
                    name
                      .split('.')
                      .reduce<unknown>(
                        (node, part) => (node as Record<string, unknown> | undefined)?.[part],
                        errors,
                      ) !== undefined,
                )
                if (wrong.some((name) => advancedFields.includes(name))) flushSync(() => setAdvancedOpen(true))
                const [first] = wrong
                if (first !== undefined) setFocus(first)
              },
            )(event)
          }}
        >
          {mode === 'yaml' ? (
            <Card title={t('yaml.label')}>
              <Field label={t('yaml.label')} hint={t('yaml.hint')} error={yamlError}>
                {(control) => (
                  <TextArea
                    {...control}
                    rows={24}
                    spellCheck={false}
                    value={yamlText}
                    onChange={(event) => setYaml(event.target.value)}
                    className="font-mono text-xs leading-relaxed"
                  />
                )}
              </Field>
              {extra.length > 0 && (
                <p role="status" className="mt-3 rounded-md bg-warn-soft px-3 py-2 text-xs">
                  {t('yaml.extra', { fields: extra.join(', ') })}
                </p>
              )}
            </Card>
          ) : (
            <>
              <fieldset hidden={edited !== null}>
                <legend className="mb-2 text-[13px] font-semibold">{t('templates')}</legend>
                <div className="grid grid-cols-2 gap-2 lg:grid-cols-4">
                  {templates.map((each) => (
                    <button
                      key={each.id}
                      type="button"
                      aria-pressed={template === each.id}
                      className={cn(
                        'flex flex-col justify-start rounded-lg border bg-surface p-3 text-left hover:bg-sunken',
                        template === each.id && 'border-accent bg-accent-soft',
                      )}
                      onClick={() => {
                        const present = form.getValues()
                        setTemplate(each.id)
                        setRefusal(null)
                        reset(
                          { ...each.values, id: present.id, team: present.team, environment: present.environment },
                          { keepDefaultValues: true },
                        )
                      }}
                    >
                      <span className="block text-[13px] font-medium">{t(`t.${each.id}`)}</span>
                      <span className="mt-0.5 block text-xs text-muted">{t(`t.${each.id}.text`)}</span>
                    </button>
                  ))}
                </div>
              </fieldset>

              <datalist id="environments">
                <option value="dev" />
                <option value="staging" />
                <option value="prod" />
              </datalist>
              <Card title={t('who')}>
                <div className={grid}>
                  {text('team', t('team'), { required: true, placeholder: 'research', fixed: edited !== null })}
                  {text('environment', t('environment'), { list: 'environments', fixed: edited !== null })}
                  {text('id', t('name'), {
                    hint: t(edited === null ? 'name.hint' : 'edit.fixed'),
                    placeholder: 'train-bert',
                    fixed: edited !== null,
                  })}
                  {choice('kind', t('kind'), [
                    ['batch', t('kind.batch')],
                    ['service', t('kind.service')],
                  ])}
                </div>
              </Card>

              <Card title={t('what')}>
                <div className="space-y-4">
                  <div className={grid}>
                    {text('container.image', t('image'), {
                      required: true,
                      placeholder: 'ghcr.io/acme/train:1.4',
                      className: 'md:col-span-2',
                    })}
                    {text('container.replicas', t('replicas'), { inputMode: 'numeric' })}
                    {text('container.ports', t('ports'), { hint: t('commas'), placeholder: '8080' })}
                  </div>
                  <div className={grid}>
                    {area('container.command', t('command'), t('command.hint'), 'python\ntrain.py')}
                    {area('container.env', t('env'), t('env.hint'), 'EPOCHS=3')}
                  </div>
                </div>
              </Card>

              <Card title={t('needs')}>
                <div className={grid}>
                  {text('cpu_cores', t('cpu'), {
                    required: true,
                    inputMode: 'decimal',
                    placeholder: '4',
                    hint: t('cpu.hint', limits.cpuCores),
                  })}
                  {text('memory_gb', t('memory'), {
                    required: true,
                    inputMode: 'decimal',
                    placeholder: '16',
                    hint: t('each'),
                  })}
                  {text('container.disk_gb', t('disk'), { inputMode: 'numeric' })}
                  {text('gpus', t('gpus'), { inputMode: 'numeric' })}
                  {text('gpu_model', t('gpu.model'), { hint: t('gpu.hint'), placeholder: 'A100' })}
                  {text('estimated_duration_hours', t('duration'), {
                    required: kind === 'batch',
                    inputMode: 'decimal',
                    placeholder: '2',
                  })}
                </div>
              </Card>

              <Card title={t('matters')}>
                <div className="space-y-4">
                  <div className={grid}>
                    {choice(
                      'priority',
                      t('priority'),
                      (['low', 'medium', 'high', 'critical'] as const).map((each) => [each, humanise(each)]),
                    )}
                    {slider('cost_sensitivity', t('cost'), t('cost.low'), t('cost.high'))}
                    {slider('latency_sensitivity', t('latency'), t('latency.low'), t('latency.high'))}
                  </div>
                  <label className="flex items-start gap-2 text-[13px]">
                    <input type="checkbox" {...register('interruptible')} className="mt-0.5 size-4 accent-accent" />
                    <span>
                      {t('spot')}
                      <span className="block text-xs text-muted">{t('spot.text')}</span>
                    </span>
                  </label>
                </div>
              </Card>

              <details
                className="group rounded-lg border bg-surface shadow-card"
                open={advancedOpen}
                onToggle={(event) => setAdvancedOpen(event.currentTarget.open)}
              >
                <summary className="flex items-center gap-2 px-4 py-3 text-[13px] font-semibold hover:bg-sunken">
                  <span aria-hidden="true" className="font-mono text-muted group-open:rotate-90">
                    ›
                  </span>
                  {t('advanced')}
                  <span className="font-normal text-muted max-sm:hidden">{t('advanced.text')}</span>
                </summary>
                <div className="space-y-5 border-t p-4">
                  <div className={grid}>
                    {choice('architecture', t('architecture'), [
                      ['amd64', 'amd64'],
                      ['arm64', 'arm64'],
                      ['any', t('any')],
                    ])}
                    {text('deadline', t('deadline'), {
                      type: 'datetime-local',
                      hint: t('deadline.hint', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
                    })}
                  </div>
                  {area('container.secrets', t('secrets'), t('secrets.hint'), 'HF_TOKEN=vault:ml/hf#token')}
                  <div className={grid}>
                    {text('container.health_check.path', t('health.path'), { placeholder: '/healthz' })}
                    {text('container.health_check.port', t('health.port'), {
                      inputMode: 'numeric',
                      placeholder: '8080',
                    })}
                    {text('container.health_check.interval', t('health.every'), {
                      inputMode: 'numeric',
                      placeholder: '10',
                    })}
                  </div>
                  <div className={grid}>
                    {text('container.checkpoint.uri', t('checkpoint'), { placeholder: 's3://acme/ckpt' })}
                    {text('container.checkpoint.interval', t('checkpoint.every'), {
                      inputMode: 'numeric',
                      placeholder: '15',
                    })}
                  </div>
                  <div className={grid}>
                    {text('regions_allowed', t('allowed'), {
                      hint: t('allowed.hint'),
                      placeholder: 'aws:us-east-1, alibaba:cn-hangzhou',
                    })}
                    {text('regions_forbidden', t('forbidden'), { hint: t('commas') })}
                  </div>
                  <div className={grid}>
                    {text('data_location', t('data'), { placeholder: 'aws:us-east-1' })}
                    {text('data_size_gb', t('data.size'), { inputMode: 'decimal' })}
                    {text('users_location.latitude', t('users.lat'), { inputMode: 'decimal', placeholder: '52.52' })}
                    {text('users_location.longitude', t('users.lon'), { inputMode: 'decimal', placeholder: '13.40' })}
                  </div>
                </div>
              </details>
            </>
          )}

          {refusal !== null && (refused.length === 0 || unplaced.length > 0) && (
            <ErrorState
              error={refusal}
              what={t(edited === null ? 'refused.what' : 'edit.what')}
              verb={t('refused.verb')}
            />
          )}
          {refusal !== null && refused.length > unplaced.length && (
            <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-[13px] text-bad">
              {t('refused', { count: refused.length - unplaced.length })}{' '}
              {refusal.traceId !== null && <code>{refusal.traceId}</code>}
            </p>
          )}
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" disabled={submission.isPending || yamlError !== undefined}>
              {t(submission.isPending ? 'submitting' : edited === null ? 'submit' : 'edit.save')}
            </Button>
            <Link
              to={edited === null ? '/workloads' : `/workloads/${encodeURIComponent(edited.id)}`}
              className={buttonClass('ghost')}
            >
              {t('cancel')}
            </Link>
            {formState.isSubmitted && Object.keys(formState.errors).length > 0 && refusal === null && (
              <p role="alert" className="text-[13px] text-bad">
                {t('look')}
              </p>
            )}
          </div>
        </form>
        <div className="min-w-0 xl:sticky xl:top-20">
          <Preview spec={settled} />
        </div>
      </div>
      <UnsavedGuard when={() => dirty && !sent.current} />
    </>
  )
}

/** The preview waits until the typing pauses. */
const restMs = 500

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  const key = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(key) as T), restMs)
    return () => clearTimeout(timer)
  }, [key])
  return settled
}

/** What YAML begins with: the form's request where it is complete, else its needed fields to be filled in. */
function skeletonOf(values: WorkloadForm): object {
  const checked = workloadSchema.safeParse(values)
  if (checked.success) return checked.data
  return {
    team: values.team,
    environment: values.environment,
    kind: values.kind,
    container: { image: values.container.image },
    cpu_cores: Number(values.cpu_cores) || 1,
    memory_gb: Number(values.memory_gb) || 2,
    ...(values.kind === 'batch' ? { estimated_duration_hours: Number(values.estimated_duration_hours) || 1 } : {}),
  }
}
