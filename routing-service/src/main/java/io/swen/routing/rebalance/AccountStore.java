package io.swen.routing.rebalance;

import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Stores what moves have cost and saved, by workload. */
@Repository
class AccountStore {

    /** An account and whose it is. */
    record Stored(String workloadId, String team, String environment, Account account) {}

    private static final int SCALE = 12;
    private static final String COLUMNS = "select workload_id, team, environment, document from rebalance_account";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    AccountStore(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Optional<Account> find(String workloadId) {
        return jdbc
                .query(
                        "select document from rebalance_account where workload_id = ?",
                        (row, index) -> json.readValue(row.getString(1), Account.class),
                        workloadId)
                .stream()
                .findFirst();
    }

    void put(WorkloadSpec spec, Account account) {
        jdbc.update(
                "insert into rebalance_account (workload_id, team, environment, decision_id, looked_at, spent, stayed,"
                        + " disruption, document) values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb) on conflict (workload_id) do update"
                        + " set decision_id = excluded.decision_id, looked_at = excluded.looked_at, spent = excluded.spent,"
                        + " stayed = excluded.stayed, disruption = excluded.disruption, document = excluded.document",
                spec.id(),
                spec.team(),
                spec.environment(),
                account.decision(),
                Timestamp.from(account.lookedAt()),
                decimal(account.spent()),
                decimal(account.stayed()),
                decimal(account.disruption()),
                json.writeValueAsString(account));
    }

    /** In the order of the workloads' ids. */
    Page<Stored> list(@Nullable String workloadId, @Nullable String cursor, int limit, Actor actor) {
        List<String> after = Cursors.decode(cursor, 1);
        String from = after == null ? null : after.getFirst();
        String[] teams = actor.teamParameter();
        String[] environments = actor.environmentParameter();
        List<Stored> rows = jdbc.query(
                COLUMNS + " where (?::text is null or workload_id = ?) and (?::text is null or workload_id > ?)"
                        + " and (?::text[] is null or team = any (?)) and (?::text[] is null or environment = any (?))"
                        + " order by workload_id limit ?",
                (row, index) -> new Stored(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        json.readValue(row.getString(4), Account.class)),
                workloadId,
                workloadId,
                from,
                from,
                teams,
                teams,
                environments,
                environments,
                limit + 1);
        return Page.of(rows, limit, last -> Cursors.encode(last.workloadId()));
    }

    static BigDecimal decimal(double usd) {
        return BigDecimal.valueOf(usd).setScale(SCALE, RoundingMode.HALF_EVEN);
    }
}
