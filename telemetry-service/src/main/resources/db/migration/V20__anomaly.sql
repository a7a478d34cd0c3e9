-- What was unlike anything before, one row from its beginning to its end.
create table anomaly (
    id uuid not null primary key,
    series bigint not null,
    name text not null,
    unit text not null,
    labels jsonb not null,
    team text,
    environment text,
    kind text not null,
    -- Domain time of the sample, or of the look that found one missing.
    detected_at timestamptz not null,
    recorded_at timestamptz not null,
    score double precision not null,
    observed double precision not null,
    expected_low double precision not null,
    expected_high double precision not null,
    reason text not null,
    simulated boolean not null,
    ended_at timestamptz,
    ending text
);
create index anomaly_series on anomaly (series, id);
create index anomaly_labels on anomaly using gin (labels jsonb_path_ops);
create index anomaly_open on anomaly (id) where ended_at is null;
create index anomaly_ended on anomaly (ended_at) where ended_at is not null;

-- What the detector of a series knows, in a form of its own with its version in front; at most 2 kB.
create table anomaly_state (
    series bigint not null primary key,
    state bytea not null,
    -- The anomalies that are not over: one of the values, one of missing samples.
    open uuid,
    missing uuid,
    saved_at timestamptz not null
);
create index anomaly_state_saved on anomaly_state (saved_at);
