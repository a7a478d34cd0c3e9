-- What a workload would have cost at its baseline, USD per hour of this instance, as the tag it was started with says.
alter table instance add column baseline_usd_per_hour numeric check (baseline_usd_per_hour >= 0);
alter table instance add column decision text;

-- What the provider billed for the slice; null until a bill says so.
alter table cost_record add column billed_usd numeric;
alter table cost_record add column billed_estimated boolean not null default false;

-- What a provider billed for a day, one row a line of the bill; a later bill of the day replaces all of them.
create table bill_line (
    provider text not null,
    day date not null,
    line text not null,
    account text,
    service text not null,
    service_category text not null,
    charge_category text not null check (charge_category in ('Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment')),
    compute boolean not null,
    region text,
    zone text,
    resource_id text,
    instance_type text,
    purchase_option text,
    sku text,
    description text not null,
    workload text,
    team text,
    environment text,
    quantity numeric,
    unit text,
    currency text not null,
    amount numeric not null,
    usd numeric not null,
    list_usd numeric,
    rate_as_of date,
    estimated boolean not null,
    simulated boolean not null,
    received_at timestamptz not null,
    -- What no metered instance accounts for; the rest of the line is in cost_record.billed_usd.
    rest_usd numeric not null default 0,
    primary key (provider, day, line)
);
create index bill_line_day on bill_line (day);

-- Which days have a bill, and whether metering came after it was last compared.
create table bill_day (
    provider text not null,
    day date not null,
    estimated boolean not null,
    received_at timestamptz not null,
    -- Tells whether the provider answered anything else since.
    fingerprint text not null,
    stale boolean not null default true,
    primary key (provider, day)
);

-- Every cost once: metered slices, at what was billed for them where a bill is known, and what only bills know of.
create view cost_entry as
select c.hour as charge_start, c.hour + interval '1 hour' as charge_end,
       'metered/' || c.instance || '/' || c.unit_price_usd as entry_key,
       c.provider, b.account, c.region, i.zone, i.instance_id as resource_id, c.instance_type,
       c.purchase_option::text as purchase_option,
       case c.provider when 'aws' then 'Amazon Elastic Compute Cloud' else 'Elastic Compute Service' end as service,
       'Compute' as service_category, 'Usage' as charge_category,
       c.region || '/' || c.instance_type as sku,
       c.instance_type || ' ' || replace(c.purchase_option::text, '_', '-') || ' for ' || round(c.seconds) || ' s' as description,
       c.workload, c.team, c.environment, i.replica, c.simulated,
       case when c.billed_usd is null then 'metered' else 'billed' end as basis,
       c.billed_usd is not null and c.billed_estimated as estimated,
       coalesce(c.billed_usd, c.cost_usd) as cost_usd, c.cost_usd as metered_usd, c.cost_usd as list_usd,
       c.seconds / 3600 as quantity, 'Hours' as unit, 'USD' as pricing_currency,
       coalesce(c.billed_usd, c.cost_usd) as pricing_currency_cost,
       i.baseline_usd_per_hour * c.seconds / 3600 as baseline_usd
  from cost_record c
  join instance i on i.id = c.instance
  left join lateral (select account from bill_line l
                      where c.billed_usd is not null and l.provider = c.provider
                        and l.day = (c.hour at time zone 'UTC')::date and l.account is not null limit 1) b on true
union all
select day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC', 'billed/' || provider || '/' || line,
       provider, account, region, zone, resource_id, instance_type, purchase_option, service, service_category,
       charge_category, coalesce(sku, service), description, workload, team, environment, null, simulated, 'billed', estimated,
       rest_usd, null, case when list_usd is null or usd = 0 then rest_usd else list_usd * rest_usd / usd end,
       case when usd = 0 then quantity else quantity * rest_usd / usd end, unit, currency,
       case when usd = 0 then amount else amount * rest_usd / usd end, null
  from bill_line
 where rest_usd <> 0;

create table budget (
    id uuid not null primary key,
    name text not null,
    team text,
    environment text,
    provider text,
    amount_usd numeric not null check (amount_usd > 0),
    thresholds int[] not null,
    author uuid not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version bigint not null,
    unique nulls not distinct (team, environment, provider)
);

-- Which thresholds were crossed in which month; a row is the proof that it was told.
create table budget_crossing (
    budget uuid not null references budget on delete cascade,
    month date not null,
    threshold int not null,
    kind text not null check (kind in ('spent', 'forecast')),
    amount_usd numeric not null,
    budget_usd numeric not null,
    crossed_at timestamptz not null,
    primary key (budget, month, threshold, kind)
);

create table spend_anomaly (
    id uuid not null primary key,
    day date not null,
    team text,
    provider text not null,
    observed_usd numeric not null,
    expected_low_usd numeric not null,
    expected_high_usd numeric not null,
    complete boolean not null,
    reason text not null,
    simulated boolean not null,
    detected_at timestamptz not null,
    unique nulls not distinct (day, team, provider)
);
