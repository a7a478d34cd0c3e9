package io.swen.gitops.terraform;

import io.swen.platform.crypto.Envelope;
import io.swen.platform.crypto.SealedColumn;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Terraform's binary plans, sealed, each with what it is bound to. */
@Component
class SavedPlans {

    /**
     * Everything that has to be as it was when the plan was made.
     *
     * @param serial of the state
     * @param variablesHash of the names and values that SWEN sets
     * @param providersHash of the lock file of providers
     * @param planHash of the binary plan
     */
    record Binding(
            String commit,
            String environment,
            long serial,
            String lineage,
            String variablesHash,
            String terraformVersion,
            String providersHash,
            String planHash) {}

    record Saved(byte[] plan, Binding binding) {}

    private static final String KIND = "terraform-plan";

    private final JdbcTemplate jdbc;
    private final Envelope envelope;
    private final JsonMapper json;
    private final Clock clock;

    SavedPlans(JdbcTemplate jdbc, Envelope envelope, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.envelope = envelope;
        this.json = json;
        this.clock = clock;
    }

    static SealedColumn sealedColumn() {
        return new SealedColumn(
                "terraform_plan", List.of("change_id"), "plan", ids -> KIND + ":" + ids.getFirst(), false);
    }

    void save(UUID changeId, Saved saved) {
        jdbc.update(
                "insert into terraform_plan (change_id, plan, binding, created_at) values (?, ?, ?::jsonb, ?)"
                        + " on conflict (change_id) do update set plan = excluded.plan, binding = excluded.binding,"
                        + " created_at = excluded.created_at",
                changeId,
                envelope.seal(context(changeId), saved.plan()),
                json.writeValueAsString(saved.binding()),
                Timestamp.from(clock.instant()));
    }

    Optional<Saved> find(UUID changeId) {
        return jdbc
                .query(
                        "select plan, binding from terraform_plan where change_id = ?",
                        (row, index) -> new Saved(
                                envelope.open(context(changeId), row.getString(1)),
                                json.readValue(row.getString(2), Binding.class)),
                        changeId)
                .stream()
                .findFirst();
    }

    /** The binary plan is of no use once it was applied. */
    void forget(UUID changeId) {
        jdbc.update("delete from terraform_plan where change_id = ?", changeId);
    }

    private static String context(UUID changeId) {
        return KIND + ":" + changeId;
    }
}
