package io.swen.routing.workload;

import io.swen.platform.event.CloudEvent;
import io.swen.platform.id.Uuids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Stores a batch of submissions with their events, audit rows and idempotency keys.
 *
 * <p>It is one statement, so one round trip and one transaction for the whole batch: what counts for throughput is not the
 * width of a row but how often the database is asked and how often it has to flush. The commit waits for the disk whatever the
 * server's default is.
 */
@Repository
class IntakeStore {

    /** Both calls that submit a workload are the same operation. */
    static final String OPERATION = "POST /api/v1/workloads";

    /** A table that somebody has locked fails the batch instead of hanging every writer. */
    private static final int PATIENCE_SECONDS = 5;

    private static final String INSERT = """
            with given as materialized (
                select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[], ?::text[], ?::text[])
                    as g (id, team, environment, kind, spec, author_id, author_name, traceparent, trace_id, event_id,
                        event_data, audit_id, client_id, key_id, address, request_id, key, request_hash, location, body, at)
            ), durable as materialized (
                select set_config('synchronous_commit', 'on', true)
            ), accepted as (
                insert into workload (id, team, environment, kind, spec, state, author_id, author_name, traceparent,
                        created_at, updated_at)
                    select id, team, environment, kind, spec::jsonb, 'submitted', author_id::uuid, author_name, traceparent,
                        at::timestamptz, at::timestamptz
                    from given g
                    where g.key is null or not exists (select 1 from idempotency_key k
                        where k.caller = g.author_id and k.operation = ? and k.key = g.key)
                    on conflict (id) do nothing returning id
            ), told as (
                insert into event_log (id, type, subject, time, team, environment, actor_id, traceparent, data)
                    select event_id::uuid, ?, id, at::timestamptz, team, environment, author_id::uuid, traceparent, event_data::jsonb
                    from given join accepted using (id)
            ), audited as (
                insert into audit.event (id, at, actor_id, client_id, key_id, address, action, resource_type, resource_id,
                        outcome, after, request_id, trace_id, team, environment)
                    select audit_id::uuid, clock_timestamp(), author_id::uuid, client_id, key_id::uuid, address,
                        'workload.submit', 'workload', id, 'succeeded', event_data::json, request_id, trace_id, team, environment
                    from given join accepted using (id)
            ), keyed as (
                insert into idempotency_key (caller, operation, key, request_hash, status, location, body)
                    select author_id, ?, key, request_hash, 202, location, body
                    from given join accepted using (id) where key is not null
            )
            select accepted.id from accepted, durable
            """;

    private final JdbcTemplate jdbc;

    IntakeStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Stores the batch in one transaction.
     *
     * @param batch of different ids and different keys of a caller
     * @return the ids that were stored; the others were there before, or their keys were
     */
    Set<String> store(List<Submission> batch) {
        Set<String> stored = jdbc.execute((ConnectionCallback<Set<String>>) connection -> insert(connection, batch));
        return stored == null ? Set.of() : stored;
    }

    /** What a submission that was not stored ran into. */
    Submission.Outcome whyNot(Submission submission) {
        String key = submission.key();
        if (key != null) {
            List<Submission.Outcome> known = jdbc.query(
                    "select request_hash, location, body from idempotency_key"
                            + " where caller = ? and operation = ? and key = ?",
                    (row, index) -> row.getString(1).equals(submission.requestHash())
                            ? new Submission.Outcome.Repeated(row.getString(2), row.getString(3))
                            : new Submission.Outcome.KeyReused(),
                    submission.authorId().toString(),
                    OPERATION,
                    key);
            if (!known.isEmpty()) {
                return known.getFirst();
            }
        }
        return new Submission.Outcome.IdTaken();
    }

    private static Set<String> insert(Connection connection, List<Submission> batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setQueryTimeout(PATIENCE_SECONDS);
            int at = 1;
            at = texts(statement, at, batch, Submission::id);
            at = texts(statement, at, batch, Submission::team);
            at = texts(statement, at, batch, Submission::environment);
            at = texts(statement, at, batch, Submission::kind);
            at = texts(statement, at, batch, Submission::spec);
            at = texts(statement, at, batch, submission -> submission.authorId().toString());
            at = texts(statement, at, batch, Submission::authorName);
            at = texts(statement, at, batch, Submission::traceparent);
            at = texts(statement, at, batch, submission -> submission.caller().traceId());
            at = texts(statement, at, batch, submission -> Uuids.next().toString());
            at = texts(statement, at, batch, Submission::eventData);
            at = texts(statement, at, batch, submission -> Uuids.next().toString());
            at = texts(statement, at, batch, submission -> submission.caller().clientId());
            at = texts(
                    statement, at, batch, submission -> text(submission.caller().keyId()));
            at = texts(statement, at, batch, submission -> submission.caller().address());
            at = texts(statement, at, batch, submission -> submission.caller().requestId());
            at = texts(statement, at, batch, Submission::key);
            at = texts(statement, at, batch, Submission::requestHash);
            at = texts(statement, at, batch, Submission::location);
            at = texts(statement, at, batch, Submission::body);
            at = texts(statement, at, batch, submission -> submission.at().toString());
            statement.setString(at++, OPERATION);
            statement.setString(at++, CloudEvent.TYPE_PREFIX + WorkloadEvents.SUBMITTED);
            statement.setString(at, OPERATION);
            Set<String> stored = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    stored.add(rows.getString(1));
                }
            }
            return stored;
        }
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    private static int texts(
            PreparedStatement statement, int at, List<Submission> batch, Function<Submission, @Nullable String> column)
            throws SQLException {
        @Nullable String[] values = new @Nullable String[batch.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(batch.get(i));
        }
        statement.setArray(at, statement.getConnection().createArrayOf("text", values));
        return at + 1;
    }
}
