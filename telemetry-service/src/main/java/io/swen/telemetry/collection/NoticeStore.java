package io.swen.telemetry.collection;

import io.swen.catalog.Provider;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.cloud.CloudTelemetrySource.Notice;
import io.swen.telemetry.cloud.CloudTelemetrySource.NoticeKind;
import io.swen.telemetry.cloud.CloudTelemetrySource.State;
import io.swen.telemetry.cloud.InstanceStateChanged;
import io.swen.telemetry.cloud.InterruptionNoticed;
import io.swen.telemetry.metrics.RunningInstances;
import io.swen.telemetry.metrics.RunningInstances.Running;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Stores each notice once, tells of it in the event log in the same transaction, and in the process after it. */
@Component
class NoticeStore {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeStore.class);

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final EventLog events;
    private final ApplicationEventPublisher listeners;
    private final RunningInstances running;
    private final CloudProperties clouds;
    private final Clock clock;
    private final TransactionTemplate transactions;

    NoticeStore(
            JdbcTemplate jdbc,
            JsonMapper json,
            EventLog events,
            ApplicationEventPublisher listeners,
            RunningInstances running,
            CloudProperties clouds,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.json = json;
        this.events = events;
        this.listeners = listeners;
        this.running = running;
        this.clouds = clouds;
        this.clock = clock;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** Stores what is new of some notices; what is not new was told before. */
    void store(Provider provider, List<Notice> notices) {
        List<InterruptionNoticed> interruptions = interruptions(provider, notices);
        List<InterruptionNoticed> told = interruptions.isEmpty()
                ? List.of()
                : transactions.execute(status -> {
                    List<InterruptionNoticed> added = added(interruptions);
                    events.appendAll(added.stream().map(NoticeStore::event).toList(), null);
                    return added;
                });
        for (InterruptionNoticed event : told) {
            LOG.info("{} of {} in {}: {}", event.kind(), event.instanceId(), event.region(), event.detail());
            listeners.publishEvent(event);
        }
        for (Notice notice : notices) {
            State state = notice.state();
            if (notice.kind() == NoticeKind.STATE_CHANGE && state != null) {
                listeners.publishEvent(
                        new InstanceStateChanged(provider, notice.region(), notice.instanceId(), state, notice.at()));
            }
        }
    }

    /** Those that nobody has told of before, stored. */
    private List<InterruptionNoticed> added(List<InterruptionNoticed> interruptions) {
        // Not as a batch, of which the driver does not say which rows were there already.
        Set<String> added = Set.copyOf(jdbc.query(
                "insert into interruption_notice (provider, notice_id, region, instance_id, kind, detail, noticed_at,"
                        + " effective_at, received_at, workload, team, environment, simulated)"
                        + " select provider, notice_id, region, instance_id, kind, detail, noticed_at, effective_at, ?, workload,"
                        + " team, environment, simulated from jsonb_to_recordset(?::jsonb) as notice (provider text,"
                        + " notice_id text, region text, instance_id text, kind text, detail text, noticed_at timestamptz,"
                        + " effective_at timestamptz, workload text, team text, environment text, simulated boolean)"
                        + " on conflict (provider, notice_id) do nothing returning notice_id",
                (row, index) -> row.getString(1),
                Timestamp.from(clock.instant()),
                json.writeValueAsString(interruptions)));
        return interruptions.stream()
                .filter(notice -> added.contains(notice.noticeId()))
                .toList();
    }

    private static Event event(InterruptionNoticed notice) {
        return new Event(InterruptionNoticed.TYPE, notice.instanceId(), notice.team(), notice.environment(), notice);
    }

    private List<InterruptionNoticed> interruptions(Provider provider, List<Notice> notices) {
        // A queue may give a message twice, also in one breath.
        Set<String> ids = new HashSet<>();
        List<Notice> interruptions = notices.stream()
                .filter(notice -> isInterruption(notice.kind()) && ids.add(notice.noticeId()))
                .toList();
        if (interruptions.isEmpty()) {
            return List.of();
        }
        Map<String, Running> instances = new HashMap<>();
        running.of(provider, interruptions.stream().map(Notice::instanceId).toList())
                .forEach(instance -> instances.put(instance.region() + "/" + instance.instanceId(), instance));
        return interruptions.stream()
                .map(notice -> noticed(provider, notice, instances.get(notice.region() + "/" + notice.instanceId())))
                .toList();
    }

    private InterruptionNoticed noticed(Provider provider, Notice notice, @Nullable Running instance) {
        return new InterruptionNoticed(
                notice.noticeId(),
                provider.id(),
                notice.region(),
                notice.instanceId(),
                notice.kind().name().toLowerCase(Locale.ROOT),
                notice.detail(),
                notice.at(),
                notice.effectiveAt(),
                instance == null ? null : instance.workload(),
                instance == null ? null : instance.team(),
                instance == null ? null : instance.environment(),
                clouds.simulated());
    }

    private static boolean isInterruption(NoticeKind kind) {
        return switch (kind) {
            case INTERRUPTION, REBALANCE, SCHEDULED_EVENT -> true;
            case STATE_CHANGE, OTHER -> false;
        };
    }
}
