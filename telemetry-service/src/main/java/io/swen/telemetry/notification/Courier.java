package io.swen.telemetry.notification;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.web.OutboundClients;
import io.swen.telemetry.support.TelemetryMetric;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Sends what is due, again after a growing pause where that fails, and gives up after a number of attempts. */
@Component
class Courier implements BackgroundJob, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int AT_ONCE = 8;
    private static final int CLAIMED = 32;
    /** Beyond the time-outs of connecting and of answering. */
    private static final Duration LEASE_MARGIN = Duration.ofMinutes(1);

    private static final int RETENTION_EVERY = 3_600;

    private final NotificationProperties properties;
    private final Outbox outbox;
    private final ApplicationEventPublisher publisher;
    private final MeterRegistry metrics;
    private final TransactionTemplate transactions;
    private final CloseableHttpClient http;
    private final Map<String, Channel> channels = new HashMap<>();
    private final InstantSource wall = InstantSource.system();
    private int runs;

    Courier(
            NotificationProperties properties,
            Outbox outbox,
            OutboundClients clients,
            ObjectProvider<JavaMailSender> mail,
            JsonMapper json,
            ApplicationEventPublisher publisher,
            MeterRegistry metrics,
            PlatformTransactionManager transactions) {
        this.properties = properties;
        this.outbox = outbox;
        this.publisher = publisher;
        this.metrics = metrics;
        this.transactions = new TransactionTemplate(transactions);
        this.http = clients.client(properties.timeout());
        properties.receivers().forEach((name, receiver) -> channels.put(name, channel(name, receiver, mail, json)));
    }

    private Channel channel(
            String name,
            NotificationProperties.Receiver receiver,
            ObjectProvider<JavaMailSender> mail,
            JsonMapper json) {
        if (receiver.webhook() != null) {
            return HttpChannel.webhook(receiver.webhook(), json, http);
        }
        if (receiver.slack() != null) {
            return HttpChannel.slack(receiver.slack(), json, http);
        }
        JavaMailSender sender = mail.getIfAvailable();
        if (receiver.email() == null || sender == null) {
            throw new IllegalStateException("swen.telemetry.notifications.receivers." + name
                    + ".email needs a mail server: set spring.mail.host");
        }
        return new MailChannel(receiver.email(), sender);
    }

    @Override
    public String name() {
        return "notifications";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public void run() throws InterruptedException {
        Instant now = wall.instant();
        List<Delivery> due = outbox.claim(CLAIMED, properties.timeout().plus(LEASE_MARGIN), now);
        if (!due.isEmpty()) {
            try (ExecutorService executor =
                    Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
                executor.invokeAll(due.stream()
                        .<Callable<Void>>map(delivery -> () -> {
                            deliver(delivery);
                            return null;
                        })
                        .toList());
            }
        }
        if (runs++ % RETENTION_EVERY == 0) {
            outbox.deleteOlderThan(now.minus(properties.retention()));
        }
    }

    private void deliver(Delivery delivery) {
        String error = send(delivery);
        transactions.executeWithoutResult(status -> {
            Instant now = wall.instant();
            if (error == null) {
                outbox.sent(delivery, now);
                settled(delivery, null);
            } else if (delivery.attempts() >= properties.attempts()) {
                LOG.warn(
                        "{} is not told any more, after {} attempts: {}",
                        delivery.receiver(),
                        delivery.attempts(),
                        error);
                outbox.failed(delivery, error);
                settled(delivery, error);
            } else {
                outbox.again(delivery, error, now.plus(pause(delivery.attempts())));
            }
        });
        metrics.counter(
                        TelemetryMetric.NOTIFICATIONS.id(),
                        "receiver",
                        delivery.receiver(),
                        "outcome",
                        error == null ? "sent" : "failed")
                .increment();
    }

    private void settled(Delivery delivery, @Nullable String error) {
        publisher.publishEvent(
                new NotificationSettled(delivery.subject(), delivery.receiver(), delivery.kind(), error));
    }

    /** Null when it arrived, else why not. */
    private @Nullable String send(Delivery delivery) {
        Channel channel = channels.get(delivery.receiver());
        if (channel == null) {
            return "there is no such receiver any more";
        }
        try {
            channel.send(delivery);
            return null;
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} could not be told", delivery.receiver(), e);
            String message = String.valueOf(e.getMessage());
            return e.getClass().getSimpleName() + ": " + message;
        }
    }

    private Duration pause(int attempts) {
        Duration pause = properties.firstPause().multipliedBy(1L << Math.min(attempts - 1, 20));
        Duration bounded = pause.compareTo(properties.longestPause()) > 0 ? properties.longestPause() : pause;
        return Duration.ofMillis(
                (long) (bounded.toMillis() * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
    }

    @Override
    public void destroy() throws IOException {
        http.close();
    }
}
