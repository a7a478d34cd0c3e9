-- One row for each time that a rule found something wrong with a thing; at most one of them is not over at a time.
create table alert (
    id uuid not null primary key,
    fingerprint text not null,
    source text not null check (source in ('rule', 'alertmanager')),
    rule text not null,
    severity text not null check (severity in ('info', 'warning', 'critical')),
    state text not null check (state in ('pending', 'firing', 'resolved')),
    labels jsonb not null,
    summary text not null,
    value double precision,
    provider text,
    region text,
    zone text,
    workload text,
    instance_id text,
    team text,
    environment text,
    -- Concerns the platform as a whole, so that everybody may know of it; else what has no team is for those who see all.
    shared boolean not null,
    simulated boolean not null,
    pending_at timestamptz not null,
    firing_at timestamptz,
    resolved_at timestamptz,
    last_seen_at timestamptz not null,
    last_seen_wall timestamptz not null,
    firing_wall timestamptz,
    resolved_reason text,
    incident uuid,
    -- What Alertmanager was last told: the state, and when.
    pushed_state text,
    pushed_wall timestamptz,
    version bigint not null,
    check ((state = 'resolved') = (resolved_at is not null)),
    check (state <> 'firing' or firing_at is not null)
);
create unique index alert_open on alert (fingerprint) where state <> 'resolved';
create index alert_rule on alert (source, rule) where state <> 'resolved';
create index alert_incident on alert (incident) where incident is not null;
create index alert_ended on alert (resolved_at) where state = 'resolved';
create index alert_unpushed on alert (firing_wall) where firing_at is not null and (state = 'firing' or pushed_state = 'firing');

create table alert_transition (
    id bigint generated always as identity primary key,
    alert uuid not null references alert on delete cascade,
    at timestamptz not null,
    from_state text,
    to_state text not null,
    reason text not null,
    value double precision
);
create index alert_transition_alert on alert_transition (alert, id);

-- What the instance that evaluates last found out about each rule.
create table alert_rule_state (
    rule text not null primary key,
    evaluated_at timestamptz not null,
    series int not null,
    active int not null,
    truncated boolean not null,
    error text
);

-- How far the events that rules listen to were read.
create table alert_cursor (
    name text not null primary key,
    cursor text not null
);

-- The highest threshold that a budget passed this month, spent and as foreseen.
create table alert_budget (
    budget uuid not null,
    kind text not null,
    name text not null,
    team text,
    environment text,
    provider text,
    month date not null,
    threshold int not null,
    percent double precision not null,
    simulated boolean not null,
    at timestamptz not null,
    primary key (budget, kind)
);

create table silence (
    id uuid not null primary key,
    matchers jsonb not null,
    reason text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    created_at timestamptz not null,
    created_by uuid not null,
    created_by_name text not null,
    -- What its creator sees: it silences nothing beyond. Null is all.
    teams text[],
    environments text[],
    version bigint not null,
    check (ends_at >= starts_at)
);
create index silence_ends on silence (ends_at);

create table incident (
    id uuid not null primary key,
    state text not null check (state in ('open', 'acknowledged', 'resolved')),
    severity text not null check (severity in ('info', 'warning', 'critical')),
    scope text not null,
    provider text,
    region text,
    title text not null,
    opened_at timestamptz not null,
    -- When the first sign of it was seen, before any alert fired.
    began_at timestamptz not null,
    last_alert_at timestamptz not null,
    calm_since timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    acknowledged_by_name text,
    assignee text,
    resolved_at timestamptz,
    version bigint not null,
    check ((state = 'resolved') = (resolved_at is not null))
);
create index incident_open on incident (opened_at) where state <> 'resolved';
create index incident_region on incident (region, opened_at);

create table incident_entry (
    id uuid not null primary key,
    incident uuid not null references incident on delete cascade,
    at timestamptz not null,
    kind text not null,
    message text not null,
    actor_id uuid,
    actor_name text,
    -- Set where the entry tells of one alert, so that it is shown to those only who may see that.
    alert uuid
);
create index incident_entry_incident on incident_entry (incident, id);

-- What is to be told to whom: one row a receiver and change, coalesced until it was first tried.
create table notification (
    id uuid not null primary key,
    receiver text not null,
    subject uuid not null,
    kind text not null,
    payload jsonb not null,
    state text not null check (state in ('waiting', 'sending', 'sent', 'failed', 'superseded')),
    attempts int not null,
    created_wall timestamptz not null,
    -- When it is tried next; while it is being tried, when somebody else may take it over.
    due_wall timestamptz not null,
    sent_wall timestamptz,
    error text
);
create index notification_due on notification (due_wall) where state in ('waiting', 'sending');
create index notification_subject on notification (subject, receiver, created_wall);
