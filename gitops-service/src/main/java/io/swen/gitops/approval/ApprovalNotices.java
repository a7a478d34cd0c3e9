package io.swen.gitops.approval;

import io.swen.gitops.change.BreakGlass;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.platform.SwenProperties;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.notification.DeliveryQueue;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells approvers that a change waits for them, reminds them when half and nine tenths of the time are over, and tells them that it
 * expired or that somebody broke glass: each once, as the row that says so is written with what is to be sent.
 */
@Component
class ApprovalNotices {

    /** What is told, in the order in which it comes due; a later one takes the place of earlier ones that were missed. */
    enum Kind {
        REQUESTED,
        REMINDER_50,
        REMINDER_90,
        EXPIRED,
        BREAK_GLASS;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isReminder() {
            return this == REMINDER_50 || this == REMINDER_90;
        }
    }

    /** The data of the event of the same name. */
    record ApprovalReminder(
            UUID changeId, int percent, @Nullable Instant expiresAt, long granted, int required) {}

    private record Due(UUID changeId, Kind kind) {}

    private static final int BATCH = 100;
    /** What ended longer ago is no news; domain time. */
    private static final Duration NEWS = Duration.ofDays(7);

    private final NoticeProperties properties;
    private final DeliveryQueue queue;
    private final Changes changes;
    private final EventLog events;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final SwenProperties swen;
    private final Clock clock;
    private final InstantSource wall = InstantSource.system();

    ApprovalNotices(
            NoticeProperties properties,
            DeliveryQueue queue,
            Changes changes,
            EventLog events,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            SwenProperties swen,
            Clock clock) {
        this.properties = properties;
        this.queue = queue;
        this.changes = changes;
        this.events = events;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.swen = swen;
        this.clock = clock;
    }

    /** Puts in what is due by now. */
    void run() {
        Instant now = clock.instant();
        for (Due due : due(now)) {
            transactions.executeWithoutResult(status -> tell(due, now));
        }
    }

    private List<Due> due(Instant now) {
        Timestamp moment = Timestamp.from(now);
        Timestamp news = Timestamp.from(now.minus(NEWS));
        return jdbc.query(
                """
                select d.id, d.kind from (
                    select id, case
                        when ? >= approval_requested_at + (approval_expires_at - approval_requested_at) * 0.9 then 'REMINDER_90'
                        when ? >= approval_requested_at + (approval_expires_at - approval_requested_at) * 0.5 then 'REMINDER_50'
                        else 'REQUESTED' end as kind
                    from change where state = 'AWAITING_APPROVAL' and approval_level <> 'AUTOMATIC'
                        and approval_requested_at is not null and approval_expires_at > ?
                    union all
                    select id, 'EXPIRED' from change where state = 'EXPIRED' and approval_expires_at > ?
                        and exists (select 1 from approval_notice a where a.change_id = id and a.kind = 'REQUESTED')
                    union all
                    select change_id, 'BREAK_GLASS' from break_glass where at > ?) d
                where not exists (select 1 from approval_notice n where n.change_id = d.id and n.kind = d.kind)
                order by d.id limit ?""",
                (row, index) -> new Due(row.getObject(1, UUID.class), Kind.valueOf(row.getString(2))),
                moment,
                moment,
                moment,
                news,
                news,
                BATCH);
    }

    private void tell(Due due, Instant now) {
        if (!isFirst(due.changeId(), due.kind(), now)) {
            return;
        }
        for (Kind earlier : Kind.values()) {
            if (due.kind().isReminder() && earlier.compareTo(due.kind()) < 0) {
                isFirst(due.changeId(), earlier, now);
            }
        }
        ChangeSnapshot change = changes.get(due.changeId());
        if (due.kind().isReminder()) {
            events.append(
                    new Event(
                            "ApprovalReminder",
                            change.id().toString(),
                            change.team(),
                            change.environment(),
                            new ApprovalReminder(
                                    change.id(),
                                    due.kind() == Kind.REMINDER_50 ? 50 : 90,
                                    change.approvalExpiresAt(),
                                    change.granted(),
                                    required(change))),
                    change.author().actorId());
        }
        Map<String, Object> payload = payload(change, due.kind());
        Instant sent = wall.instant();
        for (String receiver : properties.receiversOf(change.team(), change.environment())) {
            queue.add(receiver, change.id(), due.kind().id(), payload, sent, sent);
        }
    }

    private boolean isFirst(UUID changeId, Kind kind, Instant now) {
        return jdbc.update(
                        "insert into approval_notice (change_id, kind, at) values (?, ?, ?) on conflict do nothing",
                        changeId,
                        kind.name(),
                        Timestamp.from(now))
                == 1;
    }

    private Map<String, Object> payload(ChangeSnapshot change, Kind kind) {
        // To the page, where whoever comes has to sign in; a link carries nobody's right.
        String link = swen.publicUrl() + "/ui/approvals/" + change.id();
        String waits = change.granted() + " of " + required(change) + " approvals given, expires at "
                + change.approvalExpiresAt();
        BreakGlass broken = change.breakGlass();
        String title = switch (kind) {
            case REQUESTED -> "Approval needed: " + change.title();
            case REMINDER_50 -> "Half of the time is over: " + change.title();
            case REMINDER_90 -> "Expires soon: " + change.title();
            case EXPIRED -> "Expired: " + change.title();
            case BREAK_GLASS -> "Glass was broken: " + change.title();
        };
        String text = switch (kind) {
            case REQUESTED, REMINDER_50, REMINDER_90 ->
                change.author().name() + " asks for it in " + change.environment() + " (team " + change.team() + ").\n"
                        + String.join("\n", change.approvalReasons()) + "\n" + waits;
            case EXPIRED -> "Nobody decided before " + change.approvalExpiresAt() + "; it has to be proposed again.";
            case BREAK_GLASS ->
                broken == null
                        ? ""
                        : broken.by().name() + " has it applied in spite of: "
                                + String.join("; ", broken.overridden()) + "\n" + broken.reason()
                                + "\nSomebody else has to sign that off.";
        };
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("change_id", change.id());
        data.put("title", change.title());
        data.put("team", change.team());
        data.put("environment", change.environment());
        data.put("level", String.valueOf(change.approvalLevel()).toLowerCase(Locale.ROOT));
        data.put("required", required(change));
        data.put("granted", change.granted());
        if (change.approvalExpiresAt() != null) {
            data.put("expires_at", change.approvalExpiresAt());
        }
        data.put("link", link);
        return Map.of("type", "approval." + kind.id(), "title", title, "text", text + "\n\n" + link, "data", data);
    }

    private static int required(ChangeSnapshot change) {
        return change.approvalLevel() == null ? 0 : change.approvalLevel().required();
    }
}
