-- The service's own role may add rows and read them, and nothing else: it may not say at which place of the order a row stands
-- (tx and seq), and it may not seal.
grant usage on schema audit to "${runtime_role}";
grant select on audit.event, audit.row_hash, audit.seal, audit.pruning to "${runtime_role}";
grant insert (id, at, actor_id, client_id, key_id, address, action, resource_type, resource_id, outcome, before, after,
    request_id, trace_id, team, environment) on audit.event to "${runtime_role}";
