import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useForm, useWatch, type FieldPath } from 'react-hook-form'
import { Link, useBlocker, useNavigate } from 'react-router'
import { canSubmit, useUser } from '@/api/session'
import type { WorkloadRequest } from '@/api/types'
import { submitWorkload } from '@/api/workloads'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Select, TextArea } from '@/components/ui/field'
import { PageHeader } from '@/components/ui/page-header'
import { EmptyState, ErrorState } from '@/components/ui/states'
import { cn } from '@/lib/cn'
import { createKeyring } from '@/lib/ids'
import { asProblemError, fieldMessage, matchField, type ProblemError } from '@/lib/problem'
import { templates } from './templates'
import { advancedFields, emptyForm, formFields, limits, workloadSchema, type WorkloadForm } from './workload-schema'

type Name = FieldPath<WorkloadForm>

export function SubmitPage() {
  const user = useUser()
  if (!canSubmit(user)) {
    return (
      <>
        <PageHeader title="Submit a workload" />
        <EmptyState
          title="Your role cannot submit workloads"
          action={
            <Link to="/workloads" className={buttonClass()}>
              To the workloads
            </Link>
          }
        >
          Submitting needs the role operator or admin; you have {user.roles.join(', ') || 'none'}. An admin can give it
          to you.
        </EmptyState>
      </>
    )
  }
  return <SubmitForm team={user.teams.find((team) => team !== '*') ?? ''} />
}

function SubmitForm({ team }: { team: string }) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [keyFor] = useState(() => createKeyring())
  const [template, setTemplate] = useState<string | null>(null)
  const [advancedOpen, setAdvancedOpen] = useState(false)
  const [refusal, setRefusal] = useState<ProblemError | null>(null)
  const sent = useRef(false)
  const form = useForm<WorkloadForm, unknown, WorkloadRequest>({
    resolver: zodResolver(workloadSchema),
    defaultValues: { ...emptyForm, team },
    mode: 'onTouched',
  })
  const { register, handleSubmit, reset, setError, control: formControl, getFieldState, formState } = form
  const { isDirty } = formState
  const [kind, costSensitivity, latencySensitivity] = useWatch({
    control: formControl,
    name: ['kind', 'cost_sensitivity', 'latency_sensitivity'],
  })

  const submission = useMutation({
    mutationFn: (workload: WorkloadRequest) => submitWorkload(workload, keyFor(workload)),
    onSuccess: async (accepted) => {
      sent.current = true
      await queries.invalidateQueries({ queryKey: ['workloads'] })
      await navigate(`/workloads/${encodeURIComponent(accepted.id)}`)
    },
    onError: (error) => {
      const problem = asProblemError(error)
      let placed = 0
      for (const entry of problem.fieldErrors) {
        const name = matchField(entry.field, formFields)
        if (name === null) continue
        if (advancedFields.includes(name)) setAdvancedOpen(true)
        setError(name, { type: 'server', message: fieldMessage(entry) }, { shouldFocus: placed === 0 })
        placed++
      }
      setRefusal(problem)
    },
  })

  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => {
      if (!sent.current) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isDirty])
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isDirty && !sent.current && currentLocation.pathname !== nextLocation.pathname,
  )

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

  const grid = 'grid grid-cols-[repeat(auto-fit,minmax(min(100%,12rem),1fr))] gap-x-4 gap-y-4'
  const unplaced = refusal?.fieldErrors.filter((entry) => matchField(entry.field, formFields) === null) ?? []

  return (
    <>
      <PageHeader
        title="Submit a workload"
        lead="Say what runs and what it needs; SWEN finds where it runs best for the money and explains why. Fields left empty take the platform’s defaults."
      />
      <form
        noValidate
        className="max-w-4xl space-y-4"
        onSubmit={(event) => {
          setRefusal(null)
          void handleSubmit(
            (workload) => submission.mutate(workload),
            (errors) => {
              if (
                advancedFields.some(
                  (name) =>
                    name
                      .split('.')
                      .reduce<unknown>(
                        (node, part) => (node as Record<string, unknown> | undefined)?.[part],
                        errors,
                      ) !== undefined,
                )
              )
                setAdvancedOpen(true)
            },
          )(event)
        }}
      >
        <fieldset>
          <legend className="mb-2 text-[13px] font-semibold">Start from a template</legend>
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
                <span className="block text-[13px] font-medium">{each.title}</span>
                <span className="mt-0.5 block text-xs text-muted">{each.text}</span>
              </button>
            ))}
          </div>
        </fieldset>

        <datalist id="environments">
          <option value="dev" />
          <option value="staging" />
          <option value="prod" />
        </datalist>
        <Card title="Who and where">
          <div className={grid}>
            {text('team', 'Team', { required: true, placeholder: 'research' })}
            {text('environment', 'Environment', { list: 'environments' })}
            {text('id', 'Name', { hint: 'Made up for you when empty', placeholder: 'train-bert' })}
            {choice('kind', 'Kind', [
              ['batch', 'Batch, ends by itself'],
              ['service', 'Service, runs on'],
            ])}
          </div>
        </Card>

        <Card title="What runs">
          <div className="space-y-4">
            <div className={grid}>
              {text('container.image', 'Container image', {
                required: true,
                placeholder: 'ghcr.io/acme/train:1.4',
                className: 'md:col-span-2',
              })}
              {text('container.replicas', 'Replicas', { inputMode: 'numeric' })}
              {text('container.ports', 'Ports', { hint: 'Separated by commas', placeholder: '8080' })}
            </div>
            <div className={grid}>
              {area(
                'container.command',
                'Command',
                'One argument a line; the image’s own when empty',
                'python\ntrain.py',
              )}
              {area('container.env', 'Environment variables', 'NAME=value, one a line; no secrets here', 'EPOCHS=3')}
            </div>
          </div>
        </Card>

        <Card title="What it needs">
          <div className={grid}>
            {text('cpu_cores', 'CPU cores', {
              required: true,
              inputMode: 'decimal',
              placeholder: '4',
              hint: `${limits.cpuCores.min} to ${limits.cpuCores.max}, for each replica`,
            })}
            {text('memory_gb', 'Memory (GiB)', {
              required: true,
              inputMode: 'decimal',
              placeholder: '16',
              hint: 'For each replica',
            })}
            {text('container.disk_gb', 'Disk (GiB)', { inputMode: 'numeric' })}
            {text('gpus', 'GPUs', { inputMode: 'numeric' })}
            {text('gpu_model', 'GPU model', { hint: 'Any when empty', placeholder: 'A100' })}
            {text('estimated_duration_hours', 'Estimated duration (hours)', {
              required: kind === 'batch',
              inputMode: 'decimal',
              placeholder: '2',
            })}
          </div>
        </Card>

        <Card title="How it matters">
          <div className="space-y-4">
            <div className={grid}>
              {choice('priority', 'Priority', [
                ['low', 'Low'],
                ['medium', 'Medium'],
                ['high', 'High'],
                ['critical', 'Critical'],
              ])}
              {slider('cost_sensitivity', 'Cost sensitivity', 'price hardly matters', 'as cheap as can be')}
              {slider('latency_sensitivity', 'Latency sensitivity', 'anywhere', 'close to its users')}
            </div>
            <label className="flex items-start gap-2 text-[13px]">
              <input type="checkbox" {...register('interruptible')} className="mt-0.5 size-4 accent-accent" />
              <span>
                May be interrupted
                <span className="block text-xs text-muted">
                  Opens the spot market: cheaper, but the cloud may take the machine back.
                </span>
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
            Advanced
            <span className="font-normal text-muted max-sm:hidden">
              secrets, health check, checkpoint, deadline, regions, data and users
            </span>
          </summary>
          <div className="space-y-5 border-t p-4">
            <div className={grid}>
              {choice('architecture', 'Architecture', [
                ['amd64', 'amd64'],
                ['arm64', 'arm64'],
                ['any', 'Any'],
              ])}
              {text('deadline', 'Deadline', {
                type: 'datetime-local',
                hint: `Your time zone: ${Intl.DateTimeFormat().resolvedOptions().timeZone}`,
              })}
            </div>
            {area(
              'container.secrets',
              'Secret references',
              'NAME=reference, one a line; the value itself never passes through here',
              'HF_TOKEN=vault:ml/hf#token',
            )}
            <div className={grid}>
              {text('container.health_check.path', 'Health check path', { placeholder: '/healthz' })}
              {text('container.health_check.port', 'Health check port', { inputMode: 'numeric', placeholder: '8080' })}
              {text('container.health_check.interval', 'Health check every (seconds)', {
                inputMode: 'numeric',
                placeholder: '10',
              })}
            </div>
            <div className={grid}>
              {text('container.checkpoint.uri', 'Checkpoint address', { placeholder: 's3://acme/ckpt' })}
              {text('container.checkpoint.interval', 'Checkpoint every (minutes)', {
                inputMode: 'numeric',
                placeholder: '15',
              })}
            </div>
            <div className={grid}>
              {text('regions_allowed', 'Allowed regions', {
                hint: 'Separated by commas; all when empty',
                placeholder: 'aws:us-east-1, alibaba:cn-hangzhou',
              })}
              {text('regions_forbidden', 'Forbidden regions', { hint: 'Separated by commas' })}
            </div>
            <div className={grid}>
              {text('data_location', 'Where its data lies', { placeholder: 'aws:us-east-1' })}
              {text('data_size_gb', 'Size of its data (GiB)', { inputMode: 'decimal' })}
              {text('users_location.latitude', 'Users’ latitude', { inputMode: 'decimal', placeholder: '52.52' })}
              {text('users_location.longitude', 'Users’ longitude', { inputMode: 'decimal', placeholder: '13.40' })}
            </div>
          </div>
        </details>

        {refusal !== null && (refusal.fieldErrors.length === 0 || unplaced.length > 0) && (
          <ErrorState error={refusal} what="The submission" verb="was refused" />
        )}
        {refusal !== null && refusal.fieldErrors.length > unplaced.length && (
          <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-[13px] text-bad">
            The service refused{' '}
            {refusal.fieldErrors.length - unplaced.length === 1
              ? 'one field'
              : `${refusal.fieldErrors.length - unplaced.length} fields`}
            ; see the marked fields above.
            {refusal.traceId !== null && (
              <>
                {' '}
                Trace <code>{refusal.traceId}</code>
              </>
            )}
          </p>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" disabled={submission.isPending}>
            {submission.isPending ? 'Submitting…' : 'Submit workload'}
          </Button>
          <Link to="/workloads" className={buttonClass('ghost')}>
            Cancel
          </Link>
          {formState.isSubmitted && Object.keys(formState.errors).length > 0 && refusal === null && (
            <p role="alert" className="text-[13px] text-bad">
              Some fields need another look.
            </p>
          )}
        </div>
      </form>

      <Dialog
        open={blocker.state === 'blocked'}
        onOpenChange={(open) => {
          if (!open) blocker.reset?.()
        }}
        title="Leave without submitting?"
        description="What you entered is not stored anywhere and would be lost."
      >
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => blocker.reset?.()}>Stay here</Button>
          <Button variant="danger" onClick={() => blocker.proceed?.()}>
            Leave
          </Button>
        </div>
      </Dialog>
    </>
  )
}
