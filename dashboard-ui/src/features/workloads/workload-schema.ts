import { z } from 'zod'
import type { Workload, WorkloadRequest } from '@/api/types'
import { useSubmitText as texts } from './text'

type Say = Parameters<ReturnType<typeof texts.now>>

/** A message in the language of the moment at which the form is checked. */
const say = (...message: Say) => ({ error: () => texts.now()(...message) })
const said = (...message: Say) => texts.now()(...message)

/** The contract's limits; the service checks them again and has the last word. */
export const limits = {
  cpuCores: { min: 0.1, max: 1024 },
  memoryGb: { min: 0.1, max: 24_576 },
  gpus: { min: 0, max: 16 },
  replicas: { min: 1, max: 100 },
  diskGb: { min: 1, max: 16_384 },
  sensitivity: { min: 0, max: 1 },
  durationHours: { min: 0.01, max: 8760 },
  dataSizeGb: { min: 0, max: 1_048_576 },
} as const

type Range = { min: number; max: number }

function parseNumber(text: string, range: Range, integer: boolean, context: z.RefinementCtx): number {
  const value = Number(text.replace(',', '.'))
  if (!Number.isFinite(value) || value < range.min || value > range.max || (integer && !Number.isInteger(value))) {
    context.addIssue({
      code: 'custom',
      message: said(integer ? 'e.whole' : 'e.range', range),
    })
    return z.NEVER
  }
  return value
}

const needed = (range: Range, integer = false) =>
  z
    .string()
    .trim()
    .min(1, say('e.number'))
    .transform((text, context) => parseNumber(text, range, integer, context))

const optional = (range: Range, integer = false) =>
  z
    .string()
    .trim()
    .transform((text, context) => (text === '' ? undefined : parseNumber(text, range, integer, context)))

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/
const imageName =
  /^(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::\d{1,5})?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$/
const regionName = /^(aws|alibaba):[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?$/
const variable = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/
const secretReference = /^[a-z][a-z0-9+.-]{0,31}:[A-Za-z0-9._/-]{1,256}(#[A-Za-z0-9._-]{1,128})?$/
const checkpointAddress = /^(s3|oss):\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[A-Za-z0-9!_.*'()/-]{0,900})?$/
const gpuModel = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}$/

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

const words = (text: string) => text.split(/[\s,]+/).filter((word) => word !== '')

/** `NAME=value` a line, into pairs. */
const pairs = (wrong: 'e.variable' | 'e.secret') =>
  z.string().transform((text, context) => {
    const result: [string, string][] = []
    for (const line of lines(text)) {
      const cut = line.indexOf('=')
      const name = cut < 0 ? line : line.slice(0, cut).trim()
      if (cut < 1 || !variable.test(name)) {
        context.addIssue({ code: 'custom', message: said(wrong, { line }) })
        return z.NEVER
      }
      if (result.some(([other]) => other === name)) {
        context.addIssue({ code: 'custom', message: said('e.twice', { name }) })
        return z.NEVER
      }
      result.push([name, line.slice(cut + 1)])
    }
    return result
  })

const regions = z.string().transform((text, context) => {
  const names = words(text)
  const wrong = names.find((name) => !regionName.test(name))
  if (wrong !== undefined) {
    context.addIssue({
      code: 'custom',
      message: said('e.region', { name: wrong }),
    })
    return z.NEVER
  }
  return names
})

const ports = z.string().transform((text, context) => {
  const numbers = words(text).map(Number)
  if (numbers.some((port) => !Number.isInteger(port) || port < 1 || port > 65_535)) {
    context.addIssue({ code: 'custom', message: said('e.ports') })
    return z.NEVER
  }
  if (new Set(numbers).size < numbers.length) {
    context.addIssue({ code: 'custom', message: said('e.ports.twice') })
    return z.NEVER
  }
  return numbers
})

const formSchema = z.object({
  id: z
    .string()
    .trim()
    .refine((text) => text === '' || label.test(text), say('e.name')),
  team: z
    .string()
    .trim()
    .min(1, say('e.team'))
    .max(63, say('e.length', { max: 63 }))
    .regex(label, say('e.label')),
  environment: z.string().trim().regex(label, say('e.label')),
  kind: z.enum(['batch', 'service']),
  container: z.object({
    image: z
      .string()
      .trim()
      .min(1, say('e.image'))
      .max(512, say('e.length', { max: 512 }))
      .regex(imageName, say('e.image.form')),
    command: z.string(),
    env: pairs('e.variable'),
    secrets: pairs('e.secret'),
    ports,
    replicas: needed(limits.replicas, true),
    disk_gb: needed(limits.diskGb, true),
    health_check: z.object({
      path: z.string().trim(),
      port: optional({ min: 1, max: 65_535 }, true),
      interval: optional({ min: 1, max: 3600 }, true),
    }),
    checkpoint: z.object({ uri: z.string().trim(), interval: optional({ min: 1, max: 1440 }, true) }),
  }),
  cpu_cores: needed(limits.cpuCores),
  memory_gb: needed(limits.memoryGb),
  gpus: needed(limits.gpus, true),
  gpu_model: z
    .string()
    .trim()
    .refine((text) => text === '' || gpuModel.test(text), say('e.gpu')),
  architecture: z.enum(['amd64', 'arm64', 'any']),
  priority: z.enum(['low', 'medium', 'high', 'critical']),
  cost_sensitivity: needed(limits.sensitivity),
  latency_sensitivity: needed(limits.sensitivity),
  deadline: z.string(),
  estimated_duration_hours: optional(limits.durationHours),
  interruptible: z.boolean(),
  regions_allowed: regions,
  regions_forbidden: regions,
  data_location: z
    .string()
    .trim()
    .refine((text) => text === '' || regionName.test(text), say('e.place')),
  data_size_gb: needed(limits.dataSizeGb),
  users_location: z.object({ latitude: optional({ min: -90, max: 90 }), longitude: optional({ min: -180, max: 180 }) }),
})

/** Checks the form and turns it into the request: what is left empty is left out, so that the service's defaults apply. */
export const workloadSchema = formSchema
  .superRefine((form, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (form.kind === 'batch' && form.estimated_duration_hours === undefined) {
      refuse(['estimated_duration_hours'], said('e.duration'))
    }
    if (form.gpu_model !== '' && form.gpus === 0) refuse(['gpus'], said('e.gpus'))
    const health = form.container.health_check
    if (health.path !== '' && !health.path.startsWith('/'))
      refuse(['container', 'health_check', 'path'], said('e.slash'))
    if (health.path !== '' && health.port === undefined)
      refuse(['container', 'health_check', 'port'], said('e.health.port'))
    if (health.path === '' && health.port !== undefined)
      refuse(['container', 'health_check', 'path'], said('e.health.path'))
    const checkpoint = form.container.checkpoint
    if (checkpoint.uri !== '' && !checkpointAddress.test(checkpoint.uri)) {
      refuse(['container', 'checkpoint', 'uri'], said('e.checkpoint'))
    }
    if (checkpoint.uri === '' && checkpoint.interval !== undefined)
      refuse(['container', 'checkpoint', 'uri'], said('e.checkpoint.where'))
    const named = form.container.secrets.find(([name]) => form.container.env.some(([other]) => other === name))
    if (named !== undefined) refuse(['container', 'secrets'], said('e.secret.env', { name: named[0] }))
    const unlikely = form.container.secrets.find(([, reference]) => !secretReference.test(reference))
    if (unlikely !== undefined) refuse(['container', 'secrets'], said('e.secret.ref', { name: unlikely[0] }))
    const both = form.regions_allowed.find((region) => form.regions_forbidden.includes(region))
    if (both !== undefined) refuse(['regions_forbidden'], said('e.both', { region: both }))
    if (form.data_size_gb > 0 && form.data_location === '') refuse(['data_location'], said('e.data'))
    const { latitude, longitude } = form.users_location
    if (latitude === undefined && longitude !== undefined) refuse(['users_location', 'latitude'], said('e.lat'))
    if (latitude !== undefined && longitude === undefined) refuse(['users_location', 'longitude'], said('e.lon'))
    if (form.deadline !== '' && Number.isNaN(Date.parse(form.deadline))) refuse(['deadline'], said('e.date'))
  })
  .transform((form): WorkloadRequest => {
    const { health_check: health, checkpoint, command, env, secrets, ...container } = form.container
    const argv = lines(command)
    const { latitude, longitude } = form.users_location
    return {
      ...(form.id === '' ? {} : { id: form.id }),
      team: form.team,
      environment: form.environment,
      kind: form.kind,
      container: {
        image: container.image,
        ...(argv.length > 0 ? { command: argv } : {}),
        ...(env.length > 0 ? { env: Object.fromEntries(env) } : {}),
        ...(secrets.length > 0 ? { secrets: secrets.map(([name, ref]) => ({ name, ref })) } : {}),
        ...(container.ports.length > 0 ? { ports: container.ports } : {}),
        replicas: container.replicas,
        disk_gb: container.disk_gb,
        ...(health.path === '' || health.port === undefined
          ? {}
          : { health_check: { path: health.path, port: health.port, interval: `PT${health.interval ?? 10}S` } }),
        ...(checkpoint.uri === ''
          ? {}
          : { checkpoint: { uri: checkpoint.uri, interval: `PT${checkpoint.interval ?? 15}M` } }),
      },
      cpu_cores: form.cpu_cores,
      memory_gb: form.memory_gb,
      gpus: form.gpus,
      ...(form.gpu_model === '' ? {} : { gpu_model: form.gpu_model }),
      architecture: form.architecture,
      priority: form.priority,
      cost_sensitivity: form.cost_sensitivity,
      latency_sensitivity: form.latency_sensitivity,
      ...(form.deadline === '' ? {} : { deadline: new Date(form.deadline).toISOString() }),
      ...(form.estimated_duration_hours === undefined
        ? {}
        : { estimated_duration_hours: form.estimated_duration_hours }),
      interruptible: form.interruptible,
      ...(form.regions_allowed.length > 0 ? { regions_allowed: form.regions_allowed } : {}),
      ...(form.regions_forbidden.length > 0 ? { regions_forbidden: form.regions_forbidden } : {}),
      ...(form.data_location === '' ? {} : { data_location: form.data_location }),
      ...(form.data_size_gb > 0 ? { data_size_gb: form.data_size_gb } : {}),
      ...(latitude === undefined || longitude === undefined ? {} : { users_location: { latitude, longitude } }),
    }
  })

export type WorkloadForm = z.input<typeof workloadSchema>

export const emptyForm: WorkloadForm = {
  id: '',
  team: '',
  environment: 'dev',
  kind: 'batch',
  container: {
    image: '',
    command: '',
    env: '',
    secrets: '',
    ports: '',
    replicas: '1',
    disk_gb: '20',
    health_check: { path: '', port: '', interval: '' },
    checkpoint: { uri: '', interval: '' },
  },
  cpu_cores: '',
  memory_gb: '',
  gpus: '0',
  gpu_model: '',
  architecture: 'amd64',
  priority: 'medium',
  cost_sensitivity: '0.5',
  latency_sensitivity: '0.5',
  deadline: '',
  estimated_duration_hours: '',
  interruptible: false,
  regions_allowed: '',
  regions_forbidden: '',
  data_location: '',
  data_size_gb: '0',
  users_location: { latitude: '', longitude: '' },
}

/** Every field by its contract name: a server's error about one of them is shown beside it. */
export const formFields = [
  'id',
  'team',
  'environment',
  'kind',
  'container.image',
  'container.command',
  'container.env',
  'container.secrets',
  'container.ports',
  'container.replicas',
  'container.disk_gb',
  'container.health_check.path',
  'container.health_check.port',
  'container.health_check.interval',
  'container.checkpoint.uri',
  'container.checkpoint.interval',
  'cpu_cores',
  'memory_gb',
  'gpus',
  'gpu_model',
  'architecture',
  'priority',
  'cost_sensitivity',
  'latency_sensitivity',
  'deadline',
  'estimated_duration_hours',
  'interruptible',
  'regions_allowed',
  'regions_forbidden',
  'data_location',
  'data_size_gb',
  'users_location.latitude',
  'users_location.longitude',
] as const

export const advancedFields: readonly string[] = formFields.filter(
  (name) =>
    name.startsWith('container.secrets') ||
    name.startsWith('container.health') ||
    name.startsWith('container.checkpoint') ||
    name.startsWith('regions') ||
    name.startsWith('data_') ||
    name.startsWith('users_') ||
    name === 'deadline' ||
    name === 'architecture',
)

/** What the form does not have; written as YAML it is sent all the same. */
export function unknownTo(request: Record<string, unknown>): string[] {
  const tops = new Set(formFields.map((name) => name.split('.')[0]))
  const containers = new Set(
    formFields.filter((name) => name.startsWith('container.')).map((name) => name.split('.')[1]),
  )
  const container = request.container
  return [
    ...Object.keys(request).filter((name) => !tops.has(name)),
    ...(typeof container === 'object' && container !== null
      ? Object.keys(container)
          .filter((name) => !containers.has(name))
          .map((name) => `container.${name}`)
      : []),
  ]
}

type Loose = Record<string, unknown>

const record = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {}
const plain = (value: unknown, otherwise: string): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : otherwise
const rows = (value: unknown): string => (Array.isArray(value) ? value.map((entry) => plain(entry, '')).join('\n') : '')
const joined = (value: unknown): string =>
  Array.isArray(value) ? value.map((entry) => plain(entry, '')).join(', ') : ''
/** `PT10S` in seconds or `PT15M` in minutes, as the form writes them; a service writes 90 minutes as `PT1H30M`. */
const amount = (value: unknown, unit: 'S' | 'M'): string => {
  const match = /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(plain(value, ''))
  if (match === null) return ''
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part) || 0)
  const all = hours * 3600 + minutes * 60 + seconds
  return String(unit === 'S' ? all : Math.round(all / 60))
}

/** What the form does not have, as it stands in a workload: an edit has to keep it. */
export function keptOf(workload: Workload): Partial<WorkloadRequest> {
  const { affinity, anti_affinity, carbon_sensitivity, max_hourly_cost, minimum_reliability } = workload
  const { network_gbps, residency, rollout, zone_spread } = workload
  const all = {
    affinity,
    anti_affinity,
    carbon_sensitivity,
    max_hourly_cost,
    minimum_reliability,
    network_gbps,
    residency,
    rollout,
    zone_spread,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
}

/** A request (a template, a copied workload, YAML) as the form shows it; what it leaves out is as in an empty form. */
export function formOf(request: Loose): WorkloadForm {
  const container = record(request.container)
  const health = record(container.health_check)
  const checkpoint = record(container.checkpoint)
  const users = record(request.users_location)
  const deadline = plain(request.deadline, '')
  const local = deadline === '' || Number.isNaN(Date.parse(deadline)) ? '' : localTime(new Date(deadline))
  return {
    ...emptyForm,
    id: plain(request.id, ''),
    team: plain(request.team, ''),
    environment: plain(request.environment, emptyForm.environment),
    kind: request.kind === 'service' ? 'service' : 'batch',
    container: {
      image: plain(container.image, ''),
      command: rows(container.command),
      env: Object.entries(record(container.env))
        .map(([name, value]) => `${name}=${plain(value, '')}`)
        .join('\n'),
      secrets: (Array.isArray(container.secrets) ? container.secrets : [])
        .map((secret) => `${plain(record(secret).name, '')}=${plain(record(secret).ref, '')}`)
        .join('\n'),
      ports: joined(container.ports),
      replicas: plain(container.replicas, '1'),
      disk_gb: plain(container.disk_gb, '20'),
      health_check: {
        path: plain(health.path, ''),
        port: plain(health.port, ''),
        interval: amount(health.interval, 'S'),
      },
      checkpoint: { uri: plain(checkpoint.uri, ''), interval: amount(checkpoint.interval, 'M') },
    },
    cpu_cores: plain(request.cpu_cores, ''),
    memory_gb: plain(request.memory_gb, ''),
    gpus: plain(request.gpus, '0'),
    gpu_model: plain(request.gpu_model, ''),
    architecture: request.architecture === 'arm64' || request.architecture === 'any' ? request.architecture : 'amd64',
    priority:
      request.priority === 'low' || request.priority === 'high' || request.priority === 'critical'
        ? request.priority
        : 'medium',
    cost_sensitivity: plain(request.cost_sensitivity, '0.5'),
    latency_sensitivity: plain(request.latency_sensitivity, '0.5'),
    deadline: local,
    estimated_duration_hours: plain(request.estimated_duration_hours, ''),
    interruptible: request.interruptible === true,
    regions_allowed: joined(request.regions_allowed),
    regions_forbidden: joined(request.regions_forbidden),
    data_location: plain(request.data_location, ''),
    data_size_gb: plain(request.data_size_gb, '0'),
    users_location: { latitude: plain(users.latitude, ''), longitude: plain(users.longitude, '') },
  }
}

/** As an input of a local date and time takes it. */
function localTime(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
