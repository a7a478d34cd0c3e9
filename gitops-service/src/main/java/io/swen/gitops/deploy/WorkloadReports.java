package io.swen.gitops.deploy;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What instances tell of the workload they run. */
@Repository
class WorkloadReports {

    /** What happened. */
    enum Kind {
        HEARTBEAT,
        CHECKPOINT,
        INTERRUPTION,
        EXIT,
        LOG
    }

    /**
     * One callback.
     *
     * @param seq of a piece of the log; the same piece again changes nothing
     */
    record Report(
            Kind kind,
            @Nullable String image,
            @Nullable BigDecimal progress,
            @Nullable Integer exitCode,
            @Nullable Long seq,
            @Nullable String log) {}

    /** What is known of a replica. */
    @Schema(name = "ReplicaReport")
    record Status(
            int replica,
            Instant heartbeatAt,
            @Nullable String image,
            @Nullable BigDecimal progress,
            @Nullable Instant checkpointAt,
            @Nullable Instant interruptedAt,
            @Nullable Integer exitCode) {}

    /** The end of a replica's log. */
    @Schema(name = "ReplicaLog")
    record Log(int replica, String text, boolean complete) {}

    record WorkloadReported(
            UUID deploymentId,
            UUID changeId,
            String workloadId,
            int replica,
            String kind,
            @Nullable String instanceId,
            @Nullable Integer exitCode) {}

    private final JdbcTemplate jdbc;
    private final EventLog events;
    private final BootstrapProperties properties;
    private final Clock clock;

    WorkloadReports(JdbcTemplate jdbc, EventLog events, BootstrapProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
    }

    @Transactional
    void store(Deployment deployment, int replica, Report report) {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.update(
                "insert into workload_report (deployment_id, replica, heartbeat_at) values (?, ?, ?)"
                        + " on conflict (deployment_id, replica) do update set heartbeat_at = excluded.heartbeat_at, heard_at = now()",
                deployment.id(),
                replica,
                now);
        switch (report.kind()) {
            case HEARTBEAT ->
                jdbc.update(
                        "update workload_report set image = coalesce(?, image), progress = coalesce(?, progress)"
                                + " where deployment_id = ? and replica = ?",
                        report.image(),
                        report.progress(),
                        deployment.id(),
                        replica);
            case CHECKPOINT -> once(deployment.id(), replica, "saved_at = now(), checkpoint_at = ?", now);
            case INTERRUPTION -> {
                if (jdbc.update(
                                "update workload_report set interrupted_at = ? where deployment_id = ? and replica = ?"
                                        + " and interrupted_at is null",
                                now,
                                deployment.id(),
                                replica)
                        == 1) {
                    tell(deployment, replica, report);
                }
            }
            case EXIT -> {
                if (jdbc.update(
                                "update workload_report set exit_code = ?, exited_at = ? where deployment_id = ?"
                                        + " and replica = ? and exit_code is null",
                                report.exitCode(),
                                now,
                                deployment.id(),
                                replica)
                        == 1) {
                    tell(deployment, replica, report);
                }
            }
            case LOG -> append(deployment.id(), replica, report, now);
        }
    }

    private void once(UUID deploymentId, int replica, String set, Timestamp at) {
        jdbc.update(
                "update workload_report set " + set + " where deployment_id = ? and replica = ?",
                at,
                deploymentId,
                replica);
    }

    /** The oldest pieces go once the newer ones fill what is kept. */
    private void append(UUID deploymentId, int replica, Report report, Timestamp now) {
        int added = jdbc.update(
                "insert into workload_log (deployment_id, replica, seq, at, text) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                deploymentId,
                replica,
                report.seq(),
                now,
                report.log());
        if (added == 1) {
            jdbc.update(
                    "delete from workload_log l using (select seq, sum(octet_length(text)) over (order by seq desc) kept"
                            + " from workload_log where deployment_id = ? and replica = ?) k"
                            + " where l.deployment_id = ? and l.replica = ? and l.seq = k.seq and k.kept > ?"
                            + " and l.seq < ?",
                    deploymentId,
                    replica,
                    deploymentId,
                    replica,
                    properties.keptLog(),
                    report.seq());
        }
    }

    /**
     * Whether one of its instances, alive when its removal began, is still to tell that it saved its work. Wall time is the
     * database's, which all instances of this service share.
     */
    boolean awaitsCheckpoint(UUID deploymentId) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from deployment d"
                        + " join change_item i on i.change_id = d.change_id and i.workload_id = d.workload_id"
                        + " join workload_report r on r.deployment_id = d.id"
                        + " where d.id = ? and now() < d.removing_at + make_interval(secs => ?)"
                        + " and i.workload #>> '{container,checkpoint,uri}' is not null"
                        + " and r.exit_code is null and r.heard_at > d.removing_at - make_interval(secs => ?)"
                        + " and coalesce(r.saved_at < d.removing_at, true))",
                Boolean.class,
                deploymentId,
                properties.lastCheckpoint().toMillis() / 1000.0,
                properties.heartbeatEvery().multipliedBy(3).toMillis() / 1000.0));
    }

    List<Status> statuses(UUID deploymentId) {
        return jdbc.query(
                "select replica, heartbeat_at, image, progress, checkpoint_at, interrupted_at, exit_code"
                        + " from workload_report where deployment_id = ? order by replica",
                (row, index) -> new Status(
                        row.getInt(1),
                        row.getTimestamp(2).toInstant(),
                        row.getString(3),
                        row.getBigDecimal(4),
                        instant(row.getTimestamp(5)),
                        instant(row.getTimestamp(6)),
                        row.getObject(7, Integer.class)),
                deploymentId);
    }

    /** The exit codes that were told, by replica. */
    Map<Integer, Integer> exitCodes(UUID deploymentId) {
        Map<Integer, Integer> codes = new HashMap<>();
        jdbc.query(
                "select replica, exit_code from workload_report where deployment_id = ? and exit_code is not null",
                row -> {
                    codes.put(row.getInt(1), row.getInt(2));
                },
                deploymentId);
        return codes;
    }

    /** The last bytes of a replica's log. */
    Log log(UUID deploymentId, int replica, int bytes) {
        List<String> newestFirst = jdbc.query(
                "select text from (select text, seq, sum(octet_length(text)) over (order by seq desc)"
                        + " - octet_length(text) before from workload_log where deployment_id = ? and replica = ?) l"
                        + " where before < ? order by seq desc",
                (row, index) -> row.getString(1),
                deploymentId,
                replica,
                bytes);
        StringBuilder text = new StringBuilder();
        newestFirst.reversed().forEach(text::append);
        boolean complete = java.util.Objects.equals(
                jdbc.queryForObject(
                        "select count(*) from workload_log where deployment_id = ? and replica = ?",
                        Integer.class,
                        deploymentId,
                        replica),
                newestFirst.size());
        if (text.length() > bytes) {
            return new Log(replica, text.substring(text.length() - bytes), false);
        }
        return new Log(replica, text.toString(), complete && isFromTheBeginning(deploymentId, replica));
    }

    private boolean isFromTheBeginning(UUID deploymentId, int replica) {
        Long first = jdbc.queryForObject(
                "select min(seq) from workload_log where deployment_id = ? and replica = ?",
                Long.class,
                deploymentId,
                replica);
        return first == null || first == 1;
    }

    private void tell(Deployment deployment, int replica, Report report) {
        UUID author = jdbc.queryForObject("select author_id from deployment where id = ?", UUID.class, deployment.id());
        String instance = deployment.instances().stream()
                .filter(one -> one.replica() == replica)
                .map(Deployment.Replica::instanceId)
                .filter(java.util.Objects::nonNull)
                .map(id -> (String) id)
                .findFirst()
                .orElse(null);
        events.append(
                new Event(
                        "WorkloadReported",
                        deployment.id().toString(),
                        deployment.team(),
                        deployment.environment(),
                        new WorkloadReported(
                                deployment.id(),
                                deployment.changeId(),
                                deployment.workloadId(),
                                replica,
                                report.kind().name().toLowerCase(Locale.ROOT),
                                instance,
                                report.exitCode())),
                author);
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
