package io.swen.gitops.terraform;

import io.swen.platform.crypto.Envelope;
import io.swen.platform.crypto.SealedColumn;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The states of all environments, in versions and sealed, each with one lock.
 *
 * @see <a href="https://developer.hashicorp.com/terraform/language/backend/http">Terraform's HTTP backend</a>
 */
@Component
public class TerraformStates {

    /** Which state it is: the serial rises with each write, the lineage stays from the first on. */
    public record Position(long serial, String lineage) {

        /** Where nothing was ever applied. */
        public static final Position NONE = new Position(0, "");
    }

    /** How an attempt to write or lock ended; the text is Terraform's lock information, or a reason. */
    record Outcome(Kind kind, String text) {

        enum Kind {
            DONE,
            LOCKED_BY_ANOTHER,
            NOT_LOCKED,
            REFUSED
        }

        static final Outcome DONE = new Outcome(Kind.DONE, "");
    }

    private record Lock(String id, String info, UUID runId) {}

    private static final String KIND = "terraform-state";

    private final JdbcTemplate jdbc;
    private final Envelope envelope;
    private final JsonMapper json;
    private final TerraformProperties properties;
    private final InstantSource wall = InstantSource.system();

    TerraformStates(JdbcTemplate jdbc, Envelope envelope, JsonMapper json, TerraformProperties properties) {
        this.jdbc = jdbc;
        this.envelope = envelope;
        this.json = json;
        this.properties = properties;
    }

    static SealedColumn sealedColumn() {
        return new SealedColumn(
                "terraform_state",
                List.of("environment", "version"),
                "state",
                ids -> context(ids.getFirst(), Long.parseLong(ids.getLast())),
                false);
    }

    /** The state that counts, or empty before the first. */
    Optional<byte[]> current(String environment) {
        return jdbc
                .query(
                        "select version, state from terraform_state where environment = ? order by version desc limit 1",
                        (row, index) -> envelope.open(context(environment, row.getLong(1)), row.getString(2)),
                        environment)
                .stream()
                .findFirst();
    }

    /** Which state counts. */
    public Position position(String environment) {
        return jdbc
                .query(
                        "select serial, lineage from terraform_state where environment = ? order by version desc limit 1",
                        (row, index) -> new Position(row.getLong(1), row.getString(2)),
                        environment)
                .stream()
                .findFirst()
                .orElse(Position.NONE);
    }

    /** Which change wrote the state that counts; empty before the first. */
    public Optional<UUID> writer(String environment) {
        return jdbc
                .query(
                        "select r.change_id from terraform_state s join terraform_run r on r.id = s.run_id"
                                + " where s.environment = ? order by s.version desc limit 1",
                        (row, index) -> row.getObject(1, UUID.class),
                        environment)
                .stream()
                .findFirst();
    }

    /** An environment that has a state, and the change that wrote it last. */
    public record Written(String environment, UUID changeId) {}

    /** All states, by environment. */
    public List<Written> all() {
        return jdbc.query(
                "select distinct on (s.environment) s.environment, r.change_id from terraform_state s"
                        + " join terraform_run r on r.id = s.run_id order by s.environment, s.version desc",
                (row, index) -> new Written(row.getString(1), row.getObject(2, UUID.class)));
    }

    /** Stores a new version for the holder of the lock. */
    @Transactional
    Outcome write(TerraformRuns.Holder holder, @Nullable String lockId, byte[] state) {
        String environment = holder.environment();
        Lock lock = lockedRow(environment).orElse(null);
        if (lock == null) {
            return new Outcome(Outcome.Kind.NOT_LOCKED, "the state is not locked, so nothing may be written");
        }
        if (!lock.id().equals(lockId) || !lock.runId().equals(holder.runId())) {
            return new Outcome(Outcome.Kind.LOCKED_BY_ANOTHER, lock.info());
        }
        Position next;
        try {
            JsonNode read = json.readTree(state);
            next = new Position(
                    read.path("serial").asLong(-1), read.path("lineage").asString(""));
        } catch (JacksonException e) {
            return new Outcome(Outcome.Kind.REFUSED, "the body is not JSON");
        }
        Position now = position(environment);
        if (next.serial() < 0 || next.lineage().isEmpty()) {
            return new Outcome(Outcome.Kind.REFUSED, "the body is no Terraform state: it has no serial and lineage");
        }
        if (now != Position.NONE && (!next.lineage().equals(now.lineage()) || next.serial() < now.serial())) {
            return new Outcome(
                    Outcome.Kind.REFUSED,
                    "the state is at serial " + now.serial() + " of lineage " + now.lineage() + "; it cannot become "
                            + next.serial() + " of " + next.lineage());
        }
        Long version = jdbc.queryForObject(
                "select coalesce(max(version), 0) + 1 from terraform_state where environment = ?",
                Long.class,
                environment);
        long number = version == null ? 1 : version;
        jdbc.update(
                "insert into terraform_state (environment, version, serial, lineage, state, run_id, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                environment,
                number,
                next.serial(),
                next.lineage(),
                envelope.seal(context(environment, number), state),
                holder.runId(),
                Timestamp.from(wall.instant()));
        jdbc.update(
                "delete from terraform_state where environment = ? and version <= ?",
                environment,
                number - properties.keptVersions());
        return Outcome.DONE;
    }

    /** Takes the lock, or says who has it. Taking it twice under the same id is no error. */
    @Transactional
    Outcome lock(TerraformRuns.Holder holder, String lockId, String info) {
        int taken = jdbc.update(
                "insert into terraform_state_lock (environment, lock_id, info, run_id, taken_at) values (?, ?, ?, ?, ?)"
                        + " on conflict (environment) do nothing",
                holder.environment(),
                lockId,
                info,
                holder.runId(),
                Timestamp.from(wall.instant()));
        if (taken == 1) {
            return Outcome.DONE;
        }
        Lock lock = lockedRow(holder.environment()).orElse(null);
        if (lock == null) {
            return new Outcome(Outcome.Kind.REFUSED, "the lock was just given back; try again");
        }
        return lock.id().equals(lockId) && lock.runId().equals(holder.runId())
                ? Outcome.DONE
                : new Outcome(Outcome.Kind.LOCKED_BY_ANOTHER, lock.info());
    }

    /** Gives the lock back. */
    @Transactional
    Outcome unlock(TerraformRuns.Holder holder, String lockId) {
        Lock lock = lockedRow(holder.environment()).orElse(null);
        if (lock == null) {
            return Outcome.DONE;
        }
        if (!lock.id().equals(lockId) || !lock.runId().equals(holder.runId())) {
            return new Outcome(Outcome.Kind.LOCKED_BY_ANOTHER, lock.info());
        }
        jdbc.update("delete from terraform_state_lock where environment = ?", holder.environment());
        return Outcome.DONE;
    }

    /** Removes the lock that a dead process of this change left, and answers its information; the caller knows that it is dead. */
    @Transactional
    Optional<String> breakLockOf(UUID changeId, String environment) {
        return jdbc
                .query(
                        "delete from terraform_state_lock l using terraform_run r"
                                + " where l.environment = ? and r.id = l.run_id and r.change_id = ? returning l.info",
                        (row, index) -> row.getString(1),
                        environment,
                        changeId)
                .stream()
                .findFirst();
    }

    private Optional<Lock> lockedRow(String environment) {
        return jdbc
                .query(
                        "select lock_id, info, run_id from terraform_state_lock where environment = ? for update",
                        (row, index) -> new Lock(row.getString(1), row.getString(2), row.getObject(3, UUID.class)),
                        environment)
                .stream()
                .findFirst();
    }

    private static String context(String environment, long version) {
        return KIND + ":" + environment + ":" + version;
    }
}
