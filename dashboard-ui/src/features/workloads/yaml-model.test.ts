import { describe, expect, it } from 'vitest'
import { parseYaml, toYaml } from './yaml-model'
import { emptyForm, formOf, unknownTo, workloadSchema } from './workload-schema'

describe('a workload as YAML', () => {
  it('says in which line it is broken', () => {
    const parsed = parseYaml('kind: batch\ncontainer: {image: [\n')
    expect(parsed.ok).toBe(false)
    if (!parsed.ok) expect(parsed.line).toBeGreaterThan(1)
  })

  it('refuses what is no list of fields', () => {
    expect(parseYaml('- one\n- two')).toEqual({ ok: false, line: 1, why: null })
  })

  it('refuses a bomb of anchors', () => {
    const bomb = `a: &a [1]\n${Array.from({ length: 30 }, (_, i) => `b${i}: [*a, *a]`).join('\n')}`
    expect(parseYaml(bomb).ok).toBe(false)
  })

  it('comes back from the form’s request unchanged', () => {
    const form = {
      ...emptyForm,
      team: 'research',
      kind: 'batch' as const,
      cpu_cores: '4',
      memory_gb: '16',
      estimated_duration_hours: '2',
      container: {
        ...emptyForm.container,
        image: 'python:3.13-slim',
        command: 'python\ntrain.py',
        env: 'EPOCHS=3',
        ports: '80, 81',
        health_check: { path: '/', port: '80', interval: '10' },
        checkpoint: { uri: 's3://bucket/path', interval: '15' },
      },
    }
    const request = workloadSchema.parse(form)
    const parsed = parseYaml(toYaml(request))
    expect(parsed).toEqual({ ok: true, value: request })
    if (parsed.ok) expect(workloadSchema.parse(formOf(parsed.value))).toEqual(request)
  })

  it('knows which fields only YAML has', () => {
    expect(unknownTo({ team: 'a', rollout: {}, container: { image: 'x', gadget: 1 } })).toEqual([
      'rollout',
      'container.gadget',
    ])
  })
})
