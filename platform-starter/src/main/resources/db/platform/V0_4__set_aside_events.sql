-- Events of other services that could not be handled, each for one consumer. Times are wall times, as in the log.
create table set_aside_event (
    -- In the order in which the consumer met them.
    seq bigint generated always as identity primary key,
    id uuid not null unique,
    consumer text not null,
    event_id uuid not null,
    type text not null,
    -- What has to be told of in order; an event behind another has one of its keys.
    keys text[] not null,
    team text,
    environment text,
    event jsonb not null,
    -- failing: the consumer is still at it. set_aside: its tries are used up. behind: an earlier one of its keys is open.
    state text not null check (state in ('failing', 'set_aside', 'behind', 'handled', 'dismissed')),
    attempts integer not null,
    error_class text,
    error_message text,
    first_failed_at timestamptz not null default clock_timestamp(),
    last_failed_at timestamptz not null default clock_timestamp(),
    concluded_by uuid,
    concluded_at timestamptz,
    reason text,
    version bigint not null default 0,
    unique (consumer, event_id)
);
create index set_aside_event_open on set_aside_event (consumer, seq) where state in ('set_aside', 'behind');
create index set_aside_event_concluded on set_aside_event (concluded_at desc) where concluded_at is not null;
