import { describe, expect, it } from 'vitest'
import { templates } from './templates'
import { emptyForm, formOf, type WorkloadForm, workloadSchema } from './workload-schema'

const good: WorkloadForm = {
  ...emptyForm,
  team: 'research',
  container: { ...emptyForm.container, image: 'ghcr.io/acme/train:1.4' },
  cpu_cores: '4',
  memory_gb: '16',
  estimated_duration_hours: '2',
}

type Change = (form: WorkloadForm) => WorkloadForm

function errorsOf(change: Change): Record<string, string> {
  const result = workloadSchema.safeParse(change(structuredClone(good)))
  return result.success
    ? {}
    : Object.fromEntries(result.error.issues.map((issue) => [issue.path.join('.'), issue.message]))
}

function requestOf(change: Change = (form) => form) {
  return workloadSchema.parse(change(structuredClone(good)))
}

const container =
  (part: Partial<WorkloadForm['container']>): Change =>
  (form) => ({ ...form, container: { ...form.container, ...part } })
const fields =
  (part: Partial<WorkloadForm>): Change =>
  (form) => ({ ...form, ...part })

describe('what is sent', () => {
  it('leaves out what was left empty', () => {
    expect(requestOf()).toEqual({
      team: 'research',
      environment: 'dev',
      kind: 'batch',
      container: { image: 'ghcr.io/acme/train:1.4', replicas: 1, disk_gb: 20 },
      cpu_cores: 4,
      memory_gb: 16,
      gpus: 0,
      architecture: 'amd64',
      priority: 'medium',
      cost_sensitivity: 0.5,
      latency_sensitivity: 0.5,
      estimated_duration_hours: 2,
      interruptible: false,
    })
  })

  it('turns lines, words and minutes into the contract’s shapes', () => {
    const request = requestOf((form) =>
      fields({
        regions_allowed: 'aws:us-east-1, alibaba:cn-hangzhou',
        users_location: { latitude: '52.52', longitude: '13.4' },
        data_location: 'aws:us-east-1',
        data_size_gb: '12',
      })(
        container({
          command: 'python\n\n train.py ',
          env: 'EPOCHS=3\nURL=a=b',
          secrets: 'HF_TOKEN=vault:ml/hf#token',
          ports: '8080 9090',
          health_check: { path: '/healthz', port: '8080', interval: '' },
          checkpoint: { uri: 's3://acme/ckpt', interval: '30' },
        })(form),
      ),
    )
    expect(request.container).toEqual({
      image: 'ghcr.io/acme/train:1.4',
      command: ['python', 'train.py'],
      env: { EPOCHS: '3', URL: 'a=b' },
      secrets: [{ name: 'HF_TOKEN', ref: 'vault:ml/hf#token' }],
      ports: [8080, 9090],
      replicas: 1,
      disk_gb: 20,
      health_check: { path: '/healthz', port: 8080, interval: 'PT10S' },
      checkpoint: { uri: 's3://acme/ckpt', interval: 'PT30M' },
    })
    expect(request).toMatchObject({
      regions_allowed: ['aws:us-east-1', 'alibaba:cn-hangzhou'],
      users_location: { latitude: 52.52, longitude: 13.4 },
      data_location: 'aws:us-east-1',
      data_size_gb: 12,
    })
  })

  it('is complete for every template once the team is given', () => {
    for (const template of templates) {
      const result = workloadSchema.safeParse({ ...template.values, team: 'research' })
      expect(result.error?.issues ?? [], template.id).toEqual([])
    }
  })
})

describe('what is refused', () => {
  it.each<[string, Change, string]>([
    ['a missing team', fields({ team: '' }), 'team'],
    ['a name with capitals', fields({ id: 'Train' }), 'id'],
    ['a name that ends in a hyphen', fields({ id: 'train-' }), 'id'],
    ['a bad environment', fields({ environment: 'Prod!' }), 'environment'],
    ['no image', container({ image: '' }), 'container.image'],
    ['an image with blanks', container({ image: 'acme/train :1' }), 'container.image'],
    ['negative CPU', fields({ cpu_cores: '-1' }), 'cpu_cores'],
    ['absurd CPU', fields({ cpu_cores: '1025' }), 'cpu_cores'],
    ['CPU in words', fields({ cpu_cores: 'four' }), 'cpu_cores'],
    ['no memory', fields({ memory_gb: '' }), 'memory_gb'],
    ['half a GPU', fields({ gpus: '0.5' }), 'gpus'],
    ['a GPU model without a GPU', fields({ gpu_model: 'A100' }), 'gpus'],
    ['a sensitivity above one', fields({ cost_sensitivity: '1.1' }), 'cost_sensitivity'],
    ['no replica', container({ replicas: '0' }), 'container.replicas'],
    ['a port out of range', container({ ports: '80, 70000' }), 'container.ports'],
    ['a port twice', container({ ports: '80 80' }), 'container.ports'],
    ['a variable without a name', container({ env: '=3' }), 'container.env'],
    ['a variable twice', container({ env: 'A=1\nA=2' }), 'container.env'],
    ['a secret’s value instead of a reference', container({ secrets: 'HF_TOKEN=hf_abcdef' }), 'container.secrets'],
    ['a secret named like a variable', container({ env: 'A=1', secrets: 'A=vault:a#b' }), 'container.secrets'],
    [
      'a health check without a port',
      container({ health_check: { path: '/', port: '', interval: '' } }),
      'container.health_check.port',
    ],
    [
      'a checkpoint on the web',
      container({ checkpoint: { uri: 'https://x', interval: '' } }),
      'container.checkpoint.uri',
    ],
    ['a region without its provider', fields({ regions_allowed: 'us-east-1' }), 'regions_allowed'],
    [
      'a region allowed and forbidden',
      fields({ regions_allowed: 'aws:us-east-1', regions_forbidden: 'aws:us-east-1' }),
      'regions_forbidden',
    ],
    ['data without a place', fields({ data_size_gb: '10' }), 'data_location'],
    ['half a location', fields({ users_location: { latitude: '52', longitude: '' } }), 'users_location.longitude'],
    ['batch without a duration', fields({ estimated_duration_hours: '' }), 'estimated_duration_hours'],
  ])('%s', (_, change, field) => {
    expect(Object.keys(errorsOf(change))).toContain(field)
  })

  it('a service needs no duration', () => {
    expect(errorsOf(fields({ kind: 'service', estimated_duration_hours: '' }))).toEqual({})
  })
})

it.each([
  ['PT15M', '15'],
  ['PT90S', '2'],
  ['PT1H', '60'],
  ['PT1H30M', '90'],
])('shows a checkpoint interval of %s as minutes, however a service writes it', (interval, minutes) => {
  const form = formOf({ container: { checkpoint: { uri: 's3://a/b', interval } } })
  expect(form.container.checkpoint.interval).toBe(minutes)
})
