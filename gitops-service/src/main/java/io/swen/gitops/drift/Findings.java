package io.swen.gitops.drift;

import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.contract.Provider;
import io.swen.gitops.deploy.Deployment;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The findings: at most one open for a subject, and an event for each that changes. */
@Repository
class Findings {

    private static final TypeReference<List<Difference>> DIFFERENCES = new TypeReference<>() {};
    private static final int MOST_OPEN = 10_000;
    /** The actor of what nobody asked for. */
    private static final UUID NOBODY = new UUID(0, 0);

    private final JdbcTemplate jdbc;
    private final Changes changes;
    private final EventLog events;
    private final AuditLog audit;
    private final JsonMapper json;
    private final DriftProperties properties;
    private final Clock clock;
    private final InstantSource wall = InstantSource.system();

    Findings(
            JdbcTemplate jdbc,
            Changes changes,
            EventLog events,
            AuditLog audit,
            JsonMapper json,
            DriftProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.changes = changes;
        this.events = events;
        this.audit = audit;
        this.json = json;
        this.properties = properties;
        this.clock = clock;
    }

    record DriftChanged(
            UUID driftId,

            @com.fasterxml.jackson.annotation.JsonProperty("class")
            DriftClass kind,

            DriftState state,
            DriftPolicy policy,
            @Nullable String workloadId,
            @Nullable Provider provider,
            @Nullable String region,
            @Nullable String instanceId,
            @Nullable String resource,
            List<Difference> differences,
            @Nullable UUID changeId,
            @Nullable String note) {}

    /** Where findings are asked for. */
    record Filter(
            @Nullable DriftClass kind,
            @Nullable DriftState state,
            @Nullable String environment,
            @Nullable String workloadId,
            boolean open,
            Actor viewer) {}

    /**
     * Stores what a look at some regions found: what is there again counts one look more, what is no longer there is closed.
     *
     * @param classes what the look was for
     * @param regions the regions that answered; nothing is concluded about others
     * @param underWay workloads that were not looked at, because a change of them is under way
     */
    @Transactional
    public void record(List<Drift> found, Set<DriftClass> classes, Set<String> regions, Set<String> underWay) {
        record(found, gone -> {
            String region = gone.region();
            String workload = gone.workloadId();
            return classes.contains(gone.kind())
                    && region != null
                    && regions.contains(region)
                    && (workload == null || !underWay.contains(workload));
        });
    }

    /** Stores what a look at all resources of an environment's Terraform state found. */
    @Transactional
    public void recordOfState(String environment, List<Drift> found) {
        record(found, gone -> gone.resource() != null && gone.environment().equals(environment));
    }

    private void record(List<Drift> found, Predicate<Finding> wasLookedAt) {
        Map<String, Finding> open = new HashMap<>();
        open(MOST_OPEN).forEach(finding -> open.put(key(finding.kind(), finding.subject()), finding));
        for (Drift drift : found) {
            Finding known = open.remove(key(drift.kind(), drift.subject()));
            if (known == null) {
                insert(drift);
            } else {
                seen(known, drift);
            }
        }
        open.values().stream().filter(wasLookedAt).toList().forEach(this::close);
    }

    /** What was lost is missing, as long as {@code main} still wants it: what is no longer wanted is removed by its change. */
    void lost(Deployment lost) {
        insert(Drift.ofWorkload(
                DriftClass.MISSING,
                lost.environment() + "/" + lost.workloadId(),
                lost.team(),
                lost.environment(),
                lost.workloadId(),
                lost.provider(),
                lost.region(),
                null,
                List.of(new Difference("deployment", "running", String.valueOf(lost.reason())))));
    }

    private void insert(Drift drift) {
        UUID id = Uuids.next();
        Instant now = clock.instant();
        int made = jdbc.update(
                "insert into drift_finding (id, class, subject, team, environment, workload_id, provider, region, instance_id,"
                        + " resource, differences, policy, state, looks, first_seen_at, first_seen_wall, last_seen_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, 'OPEN', 1, ?, ?, ?)"
                        + " on conflict (subject, class) where closed_at is null do nothing",
                id,
                drift.kind().name(),
                drift.subject(),
                drift.team(),
                drift.environment(),
                drift.workloadId(),
                drift.provider() == null ? null : drift.provider().name(),
                drift.region(),
                drift.instanceId(),
                drift.resource(),
                json.writeValueAsString(drift.differences()),
                properties.policy(drift.environment(), drift.kind()).name(),
                Timestamp.from(now),
                Timestamp.from(wall.instant()),
                Timestamp.from(now));
        if (made == 1) {
            tell(get(id));
        }
    }

    private void seen(Finding known, Drift drift) {
        boolean same = known.differences().equals(drift.differences());
        DriftState state = known.state() == DriftState.HEALING ? DriftState.OPEN : known.state();
        // What somebody accepted is another matter once it is no longer the same.
        if (!same && state == DriftState.ACCEPTED) {
            state = DriftState.OPEN;
        }
        jdbc.update(
                "update drift_finding set looks = case when ? then looks + 1 else 1 end, last_seen_at = ?,"
                        + " differences = ?::jsonb, state = ?, policy = ? where id = ?",
                same,
                Timestamp.from(clock.instant()),
                json.writeValueAsString(drift.differences()),
                state.name(),
                properties.policy(known.environment(), known.kind()).name(),
                known.id());
        if (!same || state != known.state()) {
            tell(get(known.id()));
        }
    }

    private void close(Finding finding) {
        UUID healedBy = finding.changeId() == null ? healedBy(finding).orElse(null) : finding.changeId();
        boolean healed = healedBy != null
                && changes.find(healedBy).map(ChangeSnapshot::mergedCommit).isPresent();
        jdbc.update(
                "update drift_finding set state = ?, change_id = ?, note = ?, closed_at = ? where id = ?",
                (healed ? DriftState.HEALED : DriftState.GONE).name(),
                healed ? healedBy : finding.changeId(),
                healed ? "put right by change " + healedBy : "found no more",
                Timestamp.from(clock.instant()),
                finding.id());
        tell(get(finding.id()));
    }

    /** A change of the workload that was merged since it was found, whoever asked for it. */
    private Optional<UUID> healedBy(Finding finding) {
        return finding.workloadId() == null
                ? Optional.empty()
                : jdbc
                        .query(
                                "select c.id from change c join change_item i on i.change_id = c.id where i.workload_id = ?"
                                        + " and c.state = 'SUCCEEDED' and c.updated_at >= ? order by c.updated_at desc limit 1",
                                (row, index) -> row.getObject(1, UUID.class),
                                finding.workloadId(),
                                Timestamp.from(finding.firstSeenAt()))
                        .stream()
                        .findFirst();
    }

    /** Findings that may be healed now, the oldest first; their rows stay locked until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Finding> toHeal(int limit) {
        return jdbc.query(
                "select * from drift_finding where closed_at is null and state = 'OPEN' and policy = 'HEAL' and looks >= ?"
                        + " and (workload_id is not null or resource is not null) order by id limit ? for update skip locked",
                (row, index) -> finding(row),
                properties.looks(),
                limit);
    }

    /** When the same was healed before. */
    List<Instant> healedBefore(Finding finding) {
        return jdbc.query(
                "select at from drift_heal where workload_id = ? order by at desc limit 100",
                (row, index) -> row.getTimestamp(1).toInstant(),
                finding.healedAs());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void healing(Finding finding, UUID change, boolean counts) {
        if (counts) {
            jdbc.update(
                    "insert into drift_heal (workload_id, at, change_id) values (?, ?, ?) on conflict do nothing",
                    finding.healedAs(),
                    Timestamp.from(clock.instant()),
                    change);
        }
        move(finding.id(), DriftState.HEALING, change, null);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void handOver(Finding finding, String why) {
        move(finding.id(), DriftState.HANDED_OVER, finding.changeId(), why);
    }

    /** Says why nothing is done about it yet. */
    void note(Finding finding, String why) {
        if (!why.equals(finding.note())) {
            jdbc.update("update drift_finding set note = ? where id = ?", why, finding.id());
        }
    }

    /** A person has it healed once more, whatever policy and budget say, or has it left alone. */
    @Transactional
    public Finding decide(UUID id, DriftState wanted, String reason, Actor actor) {
        Finding finding = visible(id, actor);
        if (finding.closedAt() != null || finding.state() == DriftState.HEALING) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT,
                    "this drift is " + finding.state().name().toLowerCase(Locale.ROOT)
                            + ", so there is nothing to decide");
        }
        jdbc.update("update drift_finding set decided_by = ? where id = ?", actor.id(), id);
        move(id, wanted, finding.changeId(), reason);
        audit.record(AuditEntry.of("drift.decide", "drift", id.toString())
                .in(finding.team(), finding.environment())
                .change(Map.of("state", finding.state()), Map.of("state", wanted, "reason", reason)));
        return get(id);
    }

    private void move(UUID id, DriftState state, @Nullable UUID change, @Nullable String note) {
        jdbc.update(
                "update drift_finding set state = ?, change_id = ?, note = ? where id = ?",
                state.name(),
                change,
                note,
                id);
        tell(get(id));
    }

    /** The finding, where the caller may know of it. */
    Finding visible(UUID id, Actor viewer) {
        return find(id).filter(finding -> viewer.sees(finding.team(), finding.environment()))
                .orElseThrow(() -> ProblemException.notFound("drift", id));
    }

    List<Finding> list(Filter filter, @Nullable UUID before, int limit) {
        StringBuilder sql = new StringBuilder("select * from drift_finding where true");
        List<Object> arguments = new ArrayList<>();
        if (filter.kind() != null) {
            sql.append(" and class = ?");
            arguments.add(filter.kind().name());
        }
        if (filter.state() != null) {
            sql.append(" and state = ?");
            arguments.add(filter.state().name());
        } else if (filter.open()) {
            sql.append(" and closed_at is null");
        }
        if (filter.environment() != null) {
            sql.append(" and environment = ?");
            arguments.add(filter.environment());
        }
        if (filter.workloadId() != null) {
            sql.append(" and workload_id = ?");
            arguments.add(filter.workloadId());
        }
        Set<String> teams = filter.viewer().teamFilter();
        if (teams != null) {
            sql.append(" and team = any(?)");
            arguments.add(teams.toArray(String[]::new));
        }
        Set<String> environments = filter.viewer().environmentFilter();
        if (environments != null) {
            sql.append(" and environment = any(?)");
            arguments.add(environments.toArray(String[]::new));
        }
        if (before != null) {
            sql.append(" and id < ?");
            arguments.add(before);
        }
        sql.append(" order by id desc limit ?");
        arguments.add(limit);
        return jdbc.query(sql.toString(), (row, index) -> finding(row), arguments.toArray());
    }

    /** How many are open, by class. */
    Map<DriftClass, Integer> counts() {
        Map<DriftClass, Integer> counts = new HashMap<>();
        jdbc.query("select class, count(*) from drift_finding where closed_at is null group by class", row -> {
            counts.put(DriftClass.valueOf(row.getString(1)), row.getInt(2));
        });
        return counts;
    }

    private List<Finding> open(int limit) {
        return jdbc.query(
                "select * from drift_finding where closed_at is null order by id limit ?",
                (row, index) -> finding(row),
                limit);
    }

    private Finding get(UUID id) {
        return find(id).orElseThrow(() -> ProblemException.notFound("drift", id));
    }

    private Optional<Finding> find(UUID id) {
        return jdbc.query("select * from drift_finding where id = ?", (row, index) -> finding(row), id).stream()
                .findFirst();
    }

    private void tell(Finding finding) {
        events.append(
                new Event(
                        "DriftChanged",
                        finding.id().toString(),
                        finding.team(),
                        finding.environment(),
                        new DriftChanged(
                                finding.id(),
                                finding.kind(),
                                finding.state(),
                                finding.policy(),
                                finding.workloadId(),
                                finding.provider(),
                                finding.region(),
                                finding.instanceId(),
                                finding.resource(),
                                finding.differences(),
                                finding.changeId(),
                                finding.note())),
                NOBODY);
    }

    private Finding finding(ResultSet row) throws SQLException {
        String provider = row.getString("provider");
        Timestamp closed = row.getTimestamp("closed_at");
        return new Finding(
                row.getObject("id", UUID.class),
                DriftClass.valueOf(row.getString("class")),
                row.getString("subject"),
                row.getString("team"),
                row.getString("environment"),
                row.getString("workload_id"),
                provider == null ? null : Provider.valueOf(provider),
                row.getString("region"),
                row.getString("instance_id"),
                row.getString("resource"),
                json.readValue(row.getString("differences"), DIFFERENCES),
                DriftPolicy.valueOf(row.getString("policy")),
                DriftState.valueOf(row.getString("state")),
                row.getString("note"),
                row.getInt("looks"),
                row.getObject("change_id", UUID.class),
                row.getTimestamp("first_seen_at").toInstant(),
                row.getTimestamp("first_seen_wall").toInstant(),
                row.getTimestamp("last_seen_at").toInstant(),
                closed == null ? null : closed.toInstant());
    }

    private static String key(DriftClass kind, String subject) {
        return kind + " " + subject;
    }
}
