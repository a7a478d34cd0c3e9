create table report (
    id uuid not null primary key,
    period text not null check (period in ('daily', 'weekly', 'monthly')),
    from_day date not null,
    -- The last day of it.
    to_day date not null,
    team text,
    scheduled boolean not null,
    author uuid,
    created_at timestamptz not null,
    content jsonb not null
);
create unique index report_scheduled on report (period, from_day, team) nulls not distinct where scheduled;
