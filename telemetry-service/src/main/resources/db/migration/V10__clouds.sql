-- What this service's own calls to the clouds cost; days are days of domain time.
create table cloud_call_usage (
    provider text not null,
    action text not null,
    day date not null,
    calls bigint not null check (calls >= 0),
    billed_units bigint not null check (billed_units >= 0),
    cost_usd numeric not null check (cost_usd >= 0),
    primary key (provider, action, day)
);
create index cloud_call_usage_day on cloud_call_usage (day);
create table cloud_spend_warning (
    month date not null,
    percent int not null,
    warned_at timestamptz not null,
    primary key (month, percent)
);

-- What providers announced; the same notice may arrive more than once and is kept once.
create table interruption_notice (
    id bigint generated always as identity primary key,
    provider text not null,
    notice_id text not null,
    region text not null,
    instance_id text not null,
    kind text not null check (kind in ('interruption', 'rebalance', 'scheduled_event')),
    detail text,
    noticed_at timestamptz not null,
    effective_at timestamptz,
    received_at timestamptz not null,
    workload text,
    team text,
    environment text,
    simulated boolean not null,
    unique (provider, notice_id)
);
create index interruption_notice_instance on interruption_notice (provider, region, instance_id);
create index interruption_notice_time on interruption_notice (noticed_at);

create table cloud_bill (
    id bigint generated always as identity primary key,
    provider text not null,
    day date not null,
    source text not null,
    service text not null,
    region text,
    resource text,
    team text,
    environment text,
    workload text,
    amount numeric not null,
    currency text not null,
    cost_usd numeric not null,
    rate numeric not null check (rate > 0),
    rate_as_of date not null,
    rate_source text not null,
    estimated boolean not null,
    received_at timestamptz not null,
    simulated boolean not null
);
create index cloud_bill_day on cloud_bill (day, provider);

-- Units of the currency for one USD.
create table exchange_rate (
    currency text not null,
    as_of date not null,
    rate numeric not null check (rate > 0),
    source text not null,
    received_at timestamptz not null,
    primary key (currency, as_of)
);

-- How likely capacity is to be had, as the provider last told.
create table capacity_hint (
    zone text not null,
    instance_type text not null,
    provider text not null,
    region text not null,
    placement_score int check (placement_score between 1 and 10),
    in_stock boolean,
    interruption_rate double precision,
    source text not null,
    observed_at timestamptz not null,
    received_at timestamptz not null,
    simulated boolean not null,
    primary key (zone, instance_type, source)
);

-- Everything that runs in the accounts, also what SWEN did not start.
create table inventory_instance (
    id bigint generated always as identity primary key,
    provider text not null,
    region text not null,
    zone text not null,
    instance_id text not null,
    instance_type text not null,
    purchase_option purchase_option not null,
    state text not null,
    managed boolean not null,
    tags jsonb not null,
    team text,
    environment text,
    workload text,
    launched_at timestamptz not null,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    received_at timestamptz not null,
    ended_at timestamptz,
    health text,
    events jsonb not null default '[]',
    cpu_mean double precision,
    cpu_max double precision,
    network_mean double precision,
    measured_from timestamptz,
    measured_to timestamptz,
    simulated boolean not null,
    unique (provider, region, instance_id)
);
create index inventory_instance_open on inventory_instance (provider, region) where ended_at is null;
