create table model_version (
    -- Hash of the model's file, which is an artifact.
    id text not null primary key,
    state text not null,
    trained_at timestamptz not null,
    trained_until timestamptz not null,
    seq_until bigint not null,
    trained int not null,
    held_out int not null,
    cause text not null,
    passes boolean not null,
    rival text,
    verdict text not null,
    usual_queue double precision not null,
    columns jsonb not null,
    hold_out jsonb not null,
    bins jsonb not null,
    watch jsonb,
    provenance jsonb not null,
    state_reason text,
    promoted_at timestamptz,
    ended_at timestamptz
);
create index model_version_newest on model_version (trained_at desc, id desc);
create unique index model_version_champion on model_version (state) where state = 'champion';

-- What happened to models, and what was asked for; model_id is null where no model is meant.
create table model_event (
    seq bigint generated always as identity primary key,
    model_id text,
    at timestamptz not null,
    kind text not null,
    detail text not null
);
create index model_event_model on model_event (model_id, seq desc);

-- One row: how far learning has come.
create table model_progress (
    one boolean not null primary key default true check (one),
    -- Number of the newest outcome at the last training that was tried.
    tried_until bigint not null default 0,
    requested boolean not null default false
);
insert into model_progress default values;
