-- The audit log has a schema of its own since then, which this role can only add to.
insert into audit.event (id, at, actor_id, action, resource_type, resource_id, outcome, before, after, trace_id)
    select id, at, actor_id, action, resource_type, resource_id,
        case when action = 'login.failure' then 'refused' else 'succeeded' end, before::json, after::json, trace_id
    from audit_event order by seq;
drop table audit_event;
