-- When a decision was last put into effect, by whichever change: what a pinned workload stays at.
alter table handover add column placed_at timestamptz;
update handover set placed_at = created_at where change_state = 'succeeded' and kind = 'deploy';

-- What a workload needed before its last move, in case that is taken back.
create table former_spec (
    workload_id text primary key references workload (id),
    decision_id uuid not null,
    spec jsonb not null
);

-- Workloads that gitops-service keeps as they are; they are not decided anew by choice.
create table workload_pin (
    workload_id text primary key,
    why text not null
);
