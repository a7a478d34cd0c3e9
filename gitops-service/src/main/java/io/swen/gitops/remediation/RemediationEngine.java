package io.swen.gitops.remediation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.swen.gitops.change.GitopsMetric;
import io.swen.gitops.remediation.RemediationStore.Endangered;
import io.swen.gitops.remediation.RemediationStore.Group;
import io.swen.gitops.remediation.Runbook.Step;
import io.swen.platform.client.RemoteException;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.lock.SingleOwner;
import io.swen.platform.text.Plural;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes up what is due, in one instance of this service at a time. The queue is the table, each look takes a bounded part of it
 * and is one transaction, so that neither a burst nor the end of a process loses anything or fills the memory.
 */
@Component
class RemediationEngine implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(RemediationEngine.class);
    private static final long LEADER_LOCK = 0x5357_454e_0025L;
    private static final int MOST_INCIDENTS = 50;
    private static final int MOST_NOTES = 20;
    private static final int MOST_FORGOTTEN = 1_000;

    private final RemediationStore store;
    private final RemediationSteps steps;
    private final Remediations remediations;
    private final InterruptionNotices notices;
    private final KnownIncidents incidents;
    private final OwedRemovals owed;
    private final Runbooks runbooks;
    private final RemediationProperties properties;
    private final EventLog events;
    private final TransactionTemplate transactions;
    private final SingleOwner leader;
    private final ServiceClients clients;
    private final MeterRegistry metrics;
    private final Timer looks;
    private final Clock clock;
    private final InstantSource wall = InstantSource.system();
    private Instant slowWorkAt = Instant.EPOCH;

    RemediationEngine(
            RemediationStore store,
            RemediationSteps steps,
            Remediations remediations,
            InterruptionNotices notices,
            KnownIncidents incidents,
            OwedRemovals owed,
            Runbooks runbooks,
            RemediationProperties properties,
            EventLog events,
            PlatformTransactionManager transactions,
            DataSource database,
            ServiceClients clients,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.steps = steps;
        this.remediations = remediations;
        this.notices = notices;
        this.incidents = incidents;
        this.owed = owed;
        this.runbooks = runbooks;
        this.properties = properties;
        this.events = events;
        this.transactions = new TransactionTemplate(transactions);
        this.leader = new SingleOwner(database, LEADER_LOCK);
        this.clients = clients;
        this.metrics = metrics;
        this.looks = metrics.timer(GitopsMetric.REMEDIATION_LOOKS.id());
        this.clock = clock;
    }

    @Override
    public String name() {
        return "remediation";
    }

    @Override
    public Duration interval() {
        return properties.tick();
    }

    @Override
    public void run() {
        leader.run(this::round);
    }

    private void round() {
        while (!Thread.currentThread().isInterrupted() && lookAtDue() == properties.batch()) {
            LOG.trace("more is due");
        }
        ask();
        if (wall.instant().isAfter(slowWorkAt.plus(properties.slowWork()))) {
            slowWorkAt = wall.instant();
            notices.retryUnknown(properties.batch());
            openOutages();
            reopenRegions();
            tellIncidents();
            owed.collect();
            transactions.executeWithoutResult(status -> store.forget(properties.keep(), MOST_FORGOTTEN));
        }
    }

    private int lookAtDue() {
        return looks.record(() -> {
            Integer count = transactions.execute(status -> {
                List<RemediationStore.Situation> due = store.claimDue(properties.batch());
                RemediationSteps.Work work = new RemediationSteps.Work(clock.instant());
                due.forEach(situation -> steps.look(situation, work));
                work.store(store, events);
                work.ended()
                        .forEach(ended -> metrics.counter(
                                        GitopsMetric.REMEDIATIONS_ENDED.id(),
                                        "runbook",
                                        ended.runbook(),
                                        "state",
                                        ended.state().id())
                                .increment());
                return due.size();
            });
            return count == null ? 0 : count;
        });
    }

    /** Asks about what happened within a moment together. */
    private void ask() {
        List<String> byRegion = runbooks.all().stream()
                .filter(book ->
                        book.action() instanceof Step.Replace replace && replace.avoid() == Runbook.Avoid.REGION)
                .map(Runbook::name)
                .toList();
        for (Group group : store.waiting(byRegion)) {
            int left = group.size();
            boolean waitedEnough = group.waited().compareTo(properties.gather()) >= 0;
            while (!Thread.currentThread().isInterrupted()
                    && (left >= properties.mostTogether() || (left > 0 && waitedEnough))) {
                Integer asked = transactions.execute(status -> ask(group));
                if (asked == null || asked == 0) {
                    break;
                }
                left -= asked;
            }
        }
    }

    private int ask(Group group) {
        List<Remediation> together = store.lockGroup(group, properties.mostTogether());
        Runbook book = runbooks.named(group.runbook()).orElse(null);
        if (together.isEmpty() || book == null) {
            return 0;
        }
        Instant now = clock.instant();
        UUID request = Uuids.next();
        Map<Remediation, Duration> saves = new LinkedHashMap<>();
        for (Remediation remediation : together) {
            remediation.asked(request, now);
            saves.put(remediation, properties.slowPause());
        }
        store.save(saves);
        store.request(
                request,
                group,
                together.stream()
                        .map(remediation -> remediation.identity().workloadId())
                        .toList(),
                now);
        Step.Action action = book.action();
        Runbook.Avoid avoid = action instanceof Step.Replace replace ? replace.avoid() : Runbook.Avoid.NOTHING;
        events.appendAll(
                List.of(new Event(
                        "ReplacementWanted",
                        request.toString(),
                        group.team(),
                        group.environment(),
                        new RemediationEvents.ReplacementWanted(
                                request,
                                group.environment(),
                                group.team(),
                                mode(action),
                                action instanceof Step.Replace soft && soft.soft(),
                                group.again() && avoid == Runbook.Avoid.POOLS,
                                book.title() + " (runbook " + book.name() + ", "
                                        + Plural.of(together.size(), "workload") + ")",
                                group.incidentId(),
                                avoid == Runbook.Avoid.POOLS
                                        ? store.pools(now.minus(properties.storm()), properties.mostPools())
                                        : List.of(),
                                avoid == Runbook.Avoid.REGION ? List.of(group.region()) : List.of(),
                                action instanceof Step.Scale scale ? scale.by() : 0,
                                together.stream()
                                        .map(remediation -> new RemediationEvents.ReplacementWanted.Item(
                                                remediation.identity().workloadId(),
                                                remediation.identity().fromDecision()))
                                        .toList()))),
                null);
        LOG.info(
                "{} of {} in {} to be replaced: {}",
                Plural.of(together.size(), "workload"),
                group.team(),
                group.environment(),
                request);
        return together.size();
    }

    private static String mode(Step.Action action) {
        return switch (action) {
            case Step.Replace replace -> "replace";
            case Step.Restart restart -> "restart";
            case Step.Scale scale -> "scale";
        };
    }

    /** What is where an open incident is, and what this service itself has not seen for a while either, is to go elsewhere. */
    private void openOutages() {
        for (KnownIncidents.Incident incident : incidents.open(MOST_INCIDENTS)) {
            String region = incident.region();
            var data = JsonMapper.shared()
                    .createObjectNode()
                    .put("severity", incident.severity())
                    .put("region", region);
            Runbook book = runbooks.triggeredBy(IncidentNews.TYPE, data).orElse(null);
            if (region == null || book == null) {
                continue;
            }
            Duration unobserved = book.guard().unobservedFor();
            Instant since = clock.instant().minus(unobserved == null ? Duration.ZERO : unobserved);
            transactions.executeWithoutResult(status -> {
                for (Endangered place : store.inRegion(region, properties.batch())) {
                    boolean seen = unobserved != null
                            && (place.seenAt() == null || place.seenAt().isAfter(since));
                    if (!seen
                            && properties.failoverIn(place.environment()) != FailoverPolicy.OFF
                            && !store.remediedFor(incident.id(), place.deploymentId())) {
                        remediations.open(
                                place,
                                book,
                                "region_outage",
                                false,
                                null,
                                incident.id(),
                                "incident " + incident.id() + " of " + region + ", and it was last seen here at "
                                        + place.seenAt());
                    }
                }
            });
        }
    }

    private void reopenRegions() {
        transactions.executeWithoutResult(status -> {
            List<Event> told = incidents.reopen(clock.instant()).stream()
                    .map(cordon -> new Event(
                            "RegionCordonChanged",
                            cordon.region(),
                            null,
                            cordon.environment(),
                            new RemediationEvents.RegionCordonChanged(
                                    cordon.environment(), cordon.region(), false, "it has been back for a while")))
                    .toList();
            if (!told.isEmpty()) {
                events.appendAll(told, null);
            }
        });
    }

    /** Has the timelines of incidents say what is done about them; what cannot be told now is told at the next turn. */
    private void tellIncidents() {
        for (KnownIncidents.Links links : incidents.toNote(MOST_NOTES)) {
            String text = links.open() > 0
                    ? Plural.of(links.open() + links.ended(), "workload")
                            + " being remedied: GET /api/v1/remediations?incident_id=" + links.incident()
                    : "All " + links.ended() + " remediations have ended: GET /api/v1/remediations?incident_id="
                            + links.incident();
            try {
                clients.to(SwenService.TELEMETRY)
                        .post()
                        .uri("/api/v1/incidents/{id}/notes", links.incident())
                        .contentType(MediaType.APPLICATION_JSON)
                        .header(
                                "Idempotency-Key",
                                String.format(
                                        Locale.ROOT,
                                        "remediations:%s:%d:%d",
                                        links.incident(),
                                        links.open(),
                                        links.ended()))
                        .body(Map.of("text", text))
                        .retrieve()
                        .toBodilessEntity();
            } catch (RemoteException e) {
                LOG.warn("incident {} could not be told of its remediations: {}", links.incident(), e.getMessage());
                if (e.isTransient()) {
                    return;
                }
            } catch (RestClientException e) {
                LOG.warn("incident {} could not be told of its remediations: {}", links.incident(), e.toString());
                return;
            }
            transactions.executeWithoutResult(status -> incidents.noted(links));
        }
    }
}
