-- What waits is decided in the order of priority, and within one in the order of arrival.
alter table workload add column priority_rank smallint not null generated always as (
    case spec ->> 'priority' when 'critical' then 3 when 'high' then 2 when 'low' then 0 else 1 end) stored;
create index workload_by_priority on workload (priority_rank desc, decide_after, id) where state in ('submitted', 'moving');
