package io.swen.gitops.terraform;

import io.swen.platform.id.Uuids;
import io.swen.platform.json.ContentHash;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Runs of Terraform, each with a password of its own that opens one environment's state until the run must be over. Times are
 * wall time, as the processes they guard know no other.
 */
@Component
class TerraformRuns {

    /** One run as its owner knows it. */
    record Run(UUID id, UUID changeId, String environment, String password) {}

    /** Who a password belongs to. */
    record Holder(UUID runId, UUID changeId, String environment) {}

    private record Process(String host, long pid, Instant startedAt) {}

    private static final int PASSWORD_BYTES = 32;
    /** The system clock's and the process table's start times differ by a fraction of a second. */
    private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

    private final JdbcTemplate jdbc;
    private final InstantSource wall = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final String host = HostName.get();

    TerraformRuns(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Begins a run that may use the environment's state for so long. */
    Run begin(UUID changeId, String environment, Duration life) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        UUID id = Uuids.next();
        Instant now = wall.instant();
        jdbc.update(
                "insert into terraform_run (id, change_id, environment, password_hash, host, created_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                id,
                changeId,
                environment,
                hash(password),
                host,
                Timestamp.from(now),
                Timestamp.from(now.plus(life)));
        return new Run(id, changeId, environment, password);
    }

    /** Remembers the process that a run is, so that another attempt can wait for its end. */
    void started(Run run, ProcessHandle process) {
        jdbc.update(
                "update terraform_run set pid = ?, process_started_at = ? where id = ?",
                process.pid(),
                Timestamp.from(process.info().startInstant().orElseGet(wall::instant)),
                run.id());
    }

    /** The run's password opens nothing any more. */
    void end(Run run) {
        jdbc.update(
                "update terraform_run set expires_at = least(expires_at, ?) where id = ?",
                Timestamp.from(wall.instant()),
                run.id());
    }

    Optional<Holder> holder(String runId, String password) {
        UUID id;
        try {
            id = UUID.fromString(runId);
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
        return jdbc
                .query(
                        "select id, change_id, environment from terraform_run"
                                + " where id = ? and password_hash = ? and expires_at > ?",
                        (row, index) -> new Holder(
                                row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3)),
                        id,
                        hash(password),
                        Timestamp.from(wall.instant()))
                .stream()
                .findFirst();
    }

    /**
     * Whether a process of an earlier attempt at the change may still be at work. One on another host counts as alive until its
     * password has expired, because it cannot be looked at from here.
     */
    boolean isAtWork(UUID changeId) {
        List<Process> open = jdbc.query(
                "select host, pid, process_started_at from terraform_run"
                        + " where change_id = ? and pid is not null and expires_at > ?",
                (row, index) -> new Process(
                        row.getString(1), row.getLong(2), row.getTimestamp(3).toInstant()),
                changeId,
                Timestamp.from(wall.instant()));
        return open.stream().anyMatch(this::isAlive);
    }

    private boolean isAlive(Process process) {
        if (!process.host().equals(host)) {
            return true;
        }
        return ProcessHandle.of(process.pid())
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .filter(started ->
                        Duration.between(started, process.startedAt()).abs().compareTo(START_TOLERANCE) <= 0)
                .isPresent();
    }

    /** A password of 256 random bits needs no slow hash. */
    private static String hash(String password) {
        return ContentHash.of(password.getBytes(StandardCharsets.UTF_8));
    }
}
