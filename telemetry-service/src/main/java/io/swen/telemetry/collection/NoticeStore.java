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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores each notice once, tells of it in the event log in the same transaction, and in the process after it. */
@Component
class NoticeStore {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeStore.class);

    private final JdbcTemplate jdbc;
    private final EventLog events;
    private final ApplicationEventPublisher listeners;
    private final RunningInstances running;
    private final CloudProperties clouds;
    private final Clock clock;
    private final TransactionTemplate transactions;

    NoticeStore(
            JdbcTemplate jdbc,
            EventLog events,
            ApplicationEventPublisher listeners,
            RunningInstances running,
            CloudProperties clouds,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.events = events;
        this.listeners = listeners;
        this.running = running;
        this.clouds = clouds;
        this.clock = clock;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** Stores what is new of some notices; what is not new was told before. */
    void store(Provider provider, List<Notice> notices) {
        Map<String, Running> instances = new HashMap<>();
        running.of(provider)
                .forEach(instance -> instances.put(instance.region() + "/" + instance.instanceId(), instance));
        List<InterruptionNoticed> told = new ArrayList<>();
        transactions.executeWithoutResult(status -> {
            told.clear();
            Instant now = clock.instant();
            for (Notice notice : notices) {
                if (isInterruption(notice.kind())) {
                    InterruptionNoticed event =
                            event(provider, notice, instances.get(notice.region() + "/" + notice.instanceId()));
                    if (isNew(event, now)) {
                        events.append(
                                new Event(
                                        InterruptionNoticed.TYPE,
                                        event.instanceId(),
                                        event.team(),
                                        event.environment(),
                                        event),
                                null);
                        told.add(event);
                    }
                }
            }
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

    private boolean isNew(InterruptionNoticed event, Instant now) {
        return jdbc.update(
                        "insert into interruption_notice (provider, notice_id, region, instance_id, kind, detail, noticed_at,"
                                + " effective_at, received_at, workload, team, environment, simulated)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (provider, notice_id) do nothing",
                        event.provider(),
                        event.noticeId(),
                        event.region(),
                        event.instanceId(),
                        event.kind(),
                        event.detail(),
                        Timestamp.from(event.noticedAt()),
                        event.effectiveAt() == null ? null : Timestamp.from(event.effectiveAt()),
                        Timestamp.from(now),
                        event.workload(),
                        event.team(),
                        event.environment(),
                        event.simulated())
                > 0;
    }

    private InterruptionNoticed event(Provider provider, Notice notice, @Nullable Running instance) {
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
