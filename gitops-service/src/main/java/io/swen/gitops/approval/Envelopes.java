package io.swen.gitops.approval;

import io.swen.gitops.change.ApprovalLevel;
import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeKind;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.contract.Reasons;
import io.swen.gitops.control.Person;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.money.Money;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps what approvers allowed beforehand for replacements, and lets each change use it at most once. */
@Component
public class Envelopes {

    /** One change that an envelope covered. */
    record Use(UUID changeId, Money hourlyCost, List<String> regions, Instant at) {}

    private static final String COLUMNS = "e.id, e.change_id, e.team, e.environment, e.workload_ids, e.level,"
            + " e.max_hourly_cost, e.regions, e.uses, e.used, e.valid_until, e.granted_by, e.granted_name, e.granted_at,"
            + " e.revoked_by, e.revoked_name, e.revoked_at, e.revoke_reason";

    private final JdbcTemplate jdbc;
    private final AuditLog audit;
    private final Clock clock;

    Envelopes(JdbcTemplate jdbc, AuditLog audit, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * The envelope that covers a change, which this uses up by one; asked again for the same change it answers the same and uses
     * nothing.
     *
     * @param hourlyCost of all workloads of the change after it
     * @param regions that they go to
     */
    @Transactional
    public Optional<Envelope> covers(ChangeSnapshot change, Money hourlyCost, Set<String> regions, Instant now) {
        return covers(change, ApprovalLevel.AUTOMATIC, hourlyCost, regions, now);
    }

    /** The same for a change that needs this level without it: nobody allows beforehand what he could not agree to. */
    @Transactional
    public Optional<Envelope> covers(
            ChangeSnapshot change, ApprovalLevel needed, Money hourlyCost, Set<String> regions, Instant now) {
        List<Envelope> before = jdbc.query(
                "select " + COLUMNS
                        + " from envelope e join envelope_use u on u.envelope_id = e.id where u.change_id = ?",
                (row, index) -> envelope(row),
                change.id());
        if (!before.isEmpty()) {
            return Optional.of(before.getFirst());
        }
        if (change.kind() != ChangeKind.WORKLOADS || !hourlyCost.currency().equals("USD")) {
            return Optional.empty();
        }
        String[] workloads =
                change.items().stream().map(ChangeItem::workloadId).distinct().toArray(String[]::new);
        String[] places = regions.stream().sorted().toArray(String[]::new);
        List<Envelope> fitting = jdbc.query(
                "select " + COLUMNS + " from envelope e join change c on c.id = e.change_id"
                        // A change that is past its approval was agreed to.
                        + " where c.state in ('RUNNING', 'SUCCEEDED') and c.stage in ('APPLY', 'MONITOR')"
                        + " and e.team = ? and e.environment = ? and e.workload_ids @> ?::text[] and e.regions @> ?::text[]"
                        + " and e.max_hourly_cost >= ? and e.used < e.uses and e.valid_until > ? and e.revoked_at is null"
                        + " order by e.valid_until, e.id for update of e",
                (row, index) -> envelope(row),
                change.team(),
                change.environment(),
                workloads,
                places,
                hourlyCost.amount(),
                Timestamp.from(now));
        Optional<Envelope> chosen = fitting.stream()
                .filter(envelope -> envelope.level().compareTo(needed) >= 0)
                .filter(envelope -> !envelope.changeId().equals(change.id()))
                .findFirst();
        return chosen.map(envelope -> use(envelope, change, hourlyCost, places, now));
    }

    private Envelope use(Envelope envelope, ChangeSnapshot change, Money hourlyCost, String[] regions, Instant now) {
        jdbc.update("update envelope set used = used + 1 where id = ?", envelope.id());
        jdbc.update(
                "insert into envelope_use (change_id, envelope_id, hourly_cost, regions, at) values (?, ?, ?, ?, ?)",
                change.id(),
                envelope.id(),
                hourlyCost.amount(),
                regions,
                Timestamp.from(now));
        audit.record(AuditEntry.of("envelope.use", "envelope", envelope.id().toString())
                .in(change.team(), change.environment())
                .change(
                        Map.of("used", envelope.used()),
                        Map.of("used", envelope.used() + 1, "change_id", change.id())));
        return one(envelope.id(), "").orElseThrow();
    }

    /** Grants one with a verdict on a change, in the transaction of the verdict. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void grant(ChangeSnapshot change, EnvelopeTerms.Checked terms, Actor actor) {
        if (change.kind() != ChangeKind.WORKLOADS || change.isTeardown()) {
            throw ProblemException.of(
                    ErrorCode.UNPROCESSABLE, "only a change that places workloads can have an envelope");
        }
        Instant now = clock.instant();
        UUID id = Uuids.next();
        jdbc.update(
                "insert into envelope (id, change_id, team, environment, workload_ids, level, max_hourly_cost, regions, uses,"
                        + " valid_until, granted_by, granted_name, granted_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                change.id(),
                change.team(),
                change.environment(),
                change.items().stream().map(ChangeItem::workloadId).distinct().toArray(String[]::new),
                String.valueOf(change.approvalLevel()),
                terms.maxHourlyCost(),
                terms.regions().toArray(String[]::new),
                terms.count(),
                Timestamp.from(now.plus(terms.validFor())),
                actor.id(),
                actor.name(),
                Timestamp.from(now));
        audit.record(AuditEntry.of("envelope.grant", "envelope", id.toString())
                .in(change.team(), change.environment())
                .change(null, one(id, "").orElseThrow()));
    }

    /** Takes one back; what it covered already goes on. */
    @Transactional
    public void revoke(UUID id, @Nullable String why, Actor actor) {
        Envelope before = one(id, " for update")
                .filter(envelope -> actor.sees(envelope.team(), envelope.environment()))
                .orElseThrow(() -> ProblemException.notFound("envelope", id));
        String reason = Reasons.required("reason", why, Reasons.SHORTEST);
        if (before.revokedAt() != null) {
            throw ProblemException.of(ErrorCode.CONFLICT, "the envelope was revoked at " + before.revokedAt());
        }
        jdbc.update(
                "update envelope set revoked_by = ?, revoked_name = ?, revoked_at = ?, revoke_reason = ? where id = ?",
                actor.id(),
                actor.name(),
                Timestamp.from(clock.instant()),
                reason,
                id);
        audit.record(AuditEntry.of("envelope.revoke", "envelope", id.toString())
                .in(before.team(), before.environment())
                .change(before, one(id, "").orElseThrow()));
    }

    Envelope get(UUID id, Actor viewer) {
        return one(id, "")
                .filter(envelope -> viewer.sees(envelope.team(), envelope.environment()))
                .orElseThrow(() -> ProblemException.notFound("envelope", id));
    }

    /** The changes that it covered, the newest first. */
    List<Use> uses(UUID id) {
        return jdbc.query(
                "select change_id, hourly_cost, regions, at from envelope_use where envelope_id = ? order by at desc limit ?",
                (row, index) -> new Use(
                        row.getObject(1, UUID.class),
                        Money.usd(row.getBigDecimal(2)),
                        strings(row.getArray(3)),
                        row.getTimestamp(4).toInstant()),
                id,
                EnvelopeTerms.MOST_USES);
    }

    /** The newest first. */
    List<Envelope> list(
            @Nullable String workloadId, @Nullable Boolean usable, Actor viewer, @Nullable UUID before, int limit) {
        return jdbc.query(
                "select " + COLUMNS + " from envelope e where (?::text is null or ? = any(e.workload_ids))"
                        + " and (?::boolean is null or ? = (e.used < e.uses and e.valid_until > ? and e.revoked_at is null))"
                        + " and (?::text[] is null or e.team = any(?)) and (?::text[] is null or e.environment = any(?))"
                        + " and (?::uuid is null or e.id < ?) order by e.id desc limit ?",
                (row, index) -> envelope(row),
                workloadId,
                workloadId,
                usable,
                usable,
                Timestamp.from(clock.instant()),
                viewer.teamParameter(),
                viewer.teamParameter(),
                viewer.environmentParameter(),
                viewer.environmentParameter(),
                before,
                before,
                limit);
    }

    private Optional<Envelope> one(UUID id, String suffix) {
        return jdbc
                .query(
                        "select " + COLUMNS + " from envelope e where e.id = ?" + suffix,
                        (row, index) -> envelope(row),
                        id)
                .stream()
                .findFirst();
    }

    private static Envelope envelope(ResultSet row) throws SQLException {
        UUID revokedBy = row.getObject(15, UUID.class);
        Timestamp revokedAt = row.getTimestamp(17);
        return new Envelope(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                String.valueOf(row.getString(3)),
                String.valueOf(row.getString(4)),
                strings(row.getArray(5)),
                ApprovalLevel.valueOf(row.getString(6)),
                Money.usd(row.getBigDecimal(7)),
                strings(row.getArray(8)),
                row.getInt(9),
                row.getInt(10),
                row.getTimestamp(11).toInstant(),
                new Person(row.getObject(12, UUID.class), String.valueOf(row.getString(13))),
                row.getTimestamp(14).toInstant(),
                revokedBy == null ? null : new Person(revokedBy, String.valueOf(row.getString(16))),
                revokedAt == null ? null : revokedAt.toInstant(),
                row.getString(18));
    }

    private static List<String> strings(Array array) throws SQLException {
        return Arrays.asList((String[]) array.getArray());
    }
}
