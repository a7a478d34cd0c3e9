import { z } from 'zod'
import type { WorkloadRequest } from '@/api/types'

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
      message: `Enter a ${integer ? 'whole number' : 'number'} from ${range.min} to ${range.max}`,
    })
    return z.NEVER
  }
  return value
}

const needed = (range: Range, integer = false) =>
  z
    .string()
    .trim()
    .min(1, 'Enter a number')
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
const pairs = (what: string) =>
  z.string().transform((text, context) => {
    const result: [string, string][] = []
    for (const line of lines(text)) {
      const cut = line.indexOf('=')
      const name = cut < 0 ? line : line.slice(0, cut).trim()
      if (cut < 1 || !variable.test(name)) {
        context.addIssue({ code: 'custom', message: `“${line}” is not ${what}: write NAME=value, one a line` })
        return z.NEVER
      }
      if (result.some(([other]) => other === name)) {
        context.addIssue({ code: 'custom', message: `${name} stands here twice` })
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
      message: `“${wrong}” is not a region: write aws:us-east-1 or alibaba:cn-hangzhou`,
    })
    return z.NEVER
  }
  return names
})

const ports = z.string().transform((text, context) => {
  const numbers = words(text).map(Number)
  if (numbers.some((port) => !Number.isInteger(port) || port < 1 || port > 65_535)) {
    context.addIssue({ code: 'custom', message: 'Ports are whole numbers from 1 to 65535, separated by commas' })
    return z.NEVER
  }
  if (new Set(numbers).size < numbers.length) {
    context.addIssue({ code: 'custom', message: 'Each port once' })
    return z.NEVER
  }
  return numbers
})

const formSchema = z.object({
  id: z
    .string()
    .trim()
    .refine(
      (text) => text === '' || label.test(text),
      'Use up to 63 small letters, digits and hyphens, or leave it empty',
    ),
  team: z
    .string()
    .trim()
    .min(1, 'Enter the team that owns the workload')
    .max(63, 'At most 63 characters')
    .regex(label, 'Use small letters, digits and hyphens'),
  environment: z.string().trim().regex(label, 'Use small letters, digits and hyphens'),
  kind: z.enum(['batch', 'service']),
  container: z.object({
    image: z
      .string()
      .trim()
      .min(1, 'Enter a container image')
      .max(512, 'At most 512 characters')
      .regex(imageName, 'Not an image name; for example ghcr.io/acme/train:1.4'),
    command: z.string(),
    env: pairs('a variable'),
    secrets: pairs('a secret'),
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
    .refine((text) => text === '' || gpuModel.test(text), 'A model name such as A100'),
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
    .refine((text) => text === '' || regionName.test(text), 'Write aws:us-east-1 or alibaba:cn-hangzhou'),
  data_size_gb: needed(limits.dataSizeGb),
  users_location: z.object({ latitude: optional({ min: -90, max: 90 }), longitude: optional({ min: -180, max: 180 }) }),
})

/** Checks the form and turns it into the request: what is left empty is left out, so that the service's defaults apply. */
export const workloadSchema = formSchema
  .superRefine((form, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (form.kind === 'batch' && form.estimated_duration_hours === undefined) {
      refuse(['estimated_duration_hours'], 'A batch workload needs its estimated duration')
    }
    if (form.gpu_model !== '' && form.gpus === 0) refuse(['gpus'], 'A GPU model needs at least one GPU')
    const health = form.container.health_check
    if (health.path !== '' && !health.path.startsWith('/'))
      refuse(['container', 'health_check', 'path'], 'Starts with /')
    if (health.path !== '' && health.port === undefined)
      refuse(['container', 'health_check', 'port'], 'Which port answers the health check?')
    if (health.path === '' && health.port !== undefined)
      refuse(['container', 'health_check', 'path'], 'Which path answers the health check?')
    const checkpoint = form.container.checkpoint
    if (checkpoint.uri !== '' && !checkpointAddress.test(checkpoint.uri)) {
      refuse(['container', 'checkpoint', 'uri'], 'Write s3://bucket/path or oss://bucket/path')
    }
    if (checkpoint.uri === '' && checkpoint.interval !== undefined)
      refuse(['container', 'checkpoint', 'uri'], 'Where are checkpoints written?')
    const named = form.container.secrets.find(([name]) => form.container.env.some(([other]) => other === name))
    if (named !== undefined) refuse(['container', 'secrets'], `${named[0]} is an environment variable already`)
    const unlikely = form.container.secrets.find(([, reference]) => !secretReference.test(reference))
    if (unlikely !== undefined)
      refuse(
        ['container', 'secrets'],
        `${unlikely[0]} needs a reference such as vault:ml/hf#token, never the secret itself`,
      )
    const both = form.regions_allowed.find((region) => form.regions_forbidden.includes(region))
    if (both !== undefined) refuse(['regions_forbidden'], `${both} is allowed and forbidden at once`)
    if (form.data_size_gb > 0 && form.data_location === '') refuse(['data_location'], 'Where does this data lie?')
    const { latitude, longitude } = form.users_location
    if (latitude === undefined && longitude !== undefined)
      refuse(['users_location', 'latitude'], 'The latitude is missing')
    if (latitude !== undefined && longitude === undefined)
      refuse(['users_location', 'longitude'], 'The longitude is missing')
    if (form.deadline !== '' && Number.isNaN(Date.parse(form.deadline))) refuse(['deadline'], 'Not a date and time')
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
