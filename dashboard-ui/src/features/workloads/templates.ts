import { emptyForm, type WorkloadForm } from './workload-schema'

export type Template = { id: 'batch' | 'spot' | 'inference' | 'web'; values: WorkloadForm }

const batch: WorkloadForm = {
  ...emptyForm,
  kind: 'batch',
  container: { ...emptyForm.container, image: 'python:3.13-slim', command: 'python\ntrain.py', disk_gb: '50' },
  cpu_cores: '8',
  memory_gb: '32',
  estimated_duration_hours: '2',
  cost_sensitivity: '0.6',
  latency_sensitivity: '0.1',
}

/** Starting points; every value can be changed. */
export const templates: Template[] = [
  { id: 'batch', values: batch },
  {
    id: 'spot',
    values: {
      ...batch,
      interruptible: true,
      priority: 'low',
      cost_sensitivity: '0.9',
      estimated_duration_hours: '4',
      container: { ...batch.container, checkpoint: { uri: 's3://my-bucket/checkpoints', interval: '15' } },
    },
  },
  {
    id: 'inference',
    values: {
      ...emptyForm,
      kind: 'service',
      container: {
        ...emptyForm.container,
        image: 'vllm/vllm-openai:latest',
        ports: '8000',
        disk_gb: '100',
        health_check: { path: '/health', port: '8000', interval: '10' },
      },
      cpu_cores: '4',
      memory_gb: '16',
      gpus: '1',
      priority: 'high',
      cost_sensitivity: '0.4',
      latency_sensitivity: '0.8',
    },
  },
  {
    id: 'web',
    values: {
      ...emptyForm,
      kind: 'service',
      container: {
        ...emptyForm.container,
        image: 'nginx:1.29',
        ports: '80',
        replicas: '2',
        health_check: { path: '/', port: '80', interval: '10' },
      },
      cpu_cores: '1',
      memory_gb: '2',
      cost_sensitivity: '0.5',
      latency_sensitivity: '0.6',
    },
  },
]
