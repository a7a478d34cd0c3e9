package io.swen.telemetry.alert;

import io.swen.platform.SwenProperties;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.web.OutboundClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells Alertmanager of alerts that fire, again and again as it wants it, and once that they are resolved; and ends those that it
 * told of and is silent about since. It counts in wall time, so that is what it gets.
 */
@Component
class AlertmanagerPush implements BackgroundJob, DisposableBean {

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int AT_ONCE = 500;
    private static final int EXPIRY_EVERY = 60;

    private final AlertmanagerProperties properties;
    private final AlertStore store;
    private final AlertBook book;
    private final Silences silences;
    private final JsonMapper json;
    private final String publicUrl;
    private final CloseableHttpClient http;
    private final Clock clock;
    private final TransactionTemplate transactions;
    private final JdbcTemplate jdbc;
    private final InstantSource wall = InstantSource.system();
    private int runs;

    AlertmanagerPush(
            AlertmanagerProperties properties,
            AlertStore store,
            AlertBook book,
            Silences silences,
            JsonMapper json,
            SwenProperties swen,
            OutboundClients clients,
            Clock clock,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions) {
        this.properties = properties;
        this.store = store;
        this.book = book;
        this.silences = silences;
        this.json = json;
        this.publicUrl = swen.publicUrl().toString();
        this.http = clients.client(properties.timeout());
        this.clock = clock;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Override
    public String name() {
        return "alertmanager";
    }

    @Override
    public Duration interval() {
        return EVERY;
    }

    @Override
    public void run() {
        if (runs++ % EXPIRY_EVERY == 0) {
            transactions.executeWithoutResult(status -> expire());
        }
        URI url = properties.url();
        if (url != null) {
            push(url);
        }
    }

    private void push(URI url) {
        Instant now = wall.instant();
        List<Silence> silent = silences.active();
        List<AlertStore.Push> due = store.toPush(now.minus(properties.remindAfter()), AT_ONCE).stream()
                .filter(push -> push.alert().state() == AlertState.RESOLVED
                        || Silences.covering(push.alert(), silent).isEmpty())
                .toList();
        if (due.isEmpty()) {
            return;
        }
        HttpPost request = new HttpPost(URI.create(url.toString().replaceAll("/$", "") + "/api/v2/alerts"));
        if (properties.token() != null) {
            request.setHeader("Authorization", "Bearer " + properties.token());
        }
        request.setEntity(new ByteArrayEntity(
                json.writeValueAsBytes(
                        due.stream().map(push -> message(push, now)).toList()),
                ContentType.APPLICATION_JSON));
        try {
            int status = http.execute(request, HttpResponse::getCode);
            if (status / 100 != 2) {
                throw new IOException("Alertmanager answered " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Alertmanager could not be told of " + due.size() + " alerts", e);
        }
        store.pushed(due, now);
    }

    private Map<String, Object> message(AlertStore.Push push, Instant now) {
        Alert alert = push.alert();
        Map<String, String> labels = new TreeMap<>(alert.labels());
        labels.put("alertname", alert.rule());
        labels.put("severity", alert.severity().id());
        labels.put(AlertmanagerIntake.ORIGIN, "rule");
        Map<String, Object> message = new TreeMap<>();
        message.put("labels", labels);
        message.put("annotations", Map.of("summary", alert.summary()));
        message.put("startsAt", push.firingWall());
        message.put(
                "endsAt",
                alert.state() == AlertState.FIRING
                        ? now.plus(properties.remindAfter().multipliedBy(3))
                        : now);
        message.put("generatorURL", publicUrl + "/api/v1/alerts/" + alert.id());
        return message;
    }

    private void expire() {
        Instant now = clock.instant();
        List<Alert> forgotten = store.open(Alert.ALERTMANAGER).stream()
                .filter(alert ->
                        alert.lastSeenAt().plus(properties.expireAfter()).isBefore(now))
                .toList();
        if (forgotten.isEmpty()) {
            return;
        }
        AlertBook.takeTurn(jdbc);
        List<AlertTransition> transitions = new ArrayList<>();
        for (Alert alert : forgotten) {
            AlertTransition ended = book.ended(
                    alert.fingerprint(), now, "Alertmanager has not told of it for " + properties.expireAfter());
            if (ended != null) {
                transitions.add(ended);
            }
        }
        book.tell(transitions, now);
    }

    @Override
    public void destroy() throws IOException {
        http.close();
    }
}
