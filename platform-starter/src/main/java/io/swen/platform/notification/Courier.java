package io.swen.platform.notification;

import io.swen.platform.web.OutboundClients;
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
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends what is due, again after a growing pause where that fails, and gives up after a number of attempts. A service runs it again
 * and again.
 */
public final class Courier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int AT_ONCE = 8;
    private static final int CLAIMED = 32;
    /** Beyond the time-outs of connecting and of answering. */
    private static final Duration LEASE_MARGIN = Duration.ofMinutes(1);

    private static final int RETENTION_EVERY = 3_600;

    /**
     * How it sends; wall time.
     *
     * @param attempts how often sending is tried at most
     * @param firstPause after the first failure; doubled each time up to {@code longestPause}
     * @param timeout how long a receiver may be silent
     * @param retention how long what is settled is kept
     */
    public record Terms(
            int attempts, Duration firstPause, Duration longestPause, Duration timeout, Duration retention) {}

    /** Told what becomes of deliveries. */
    public interface Listener {

        /** One attempt was made. */
        void attempted(String receiver, boolean sent);

        /**
         * It arrived or is given up; called inside of the transaction that stores it.
         *
         * @param error why it is given up; null when it arrived
         */
        default void settled(Delivery delivery, @Nullable String error) {}
    }

    private final Terms terms;
    private final DeliveryQueue queue;
    private final TransactionOperations transactions;
    private final Listener listener;
    private final CloseableHttpClient http;
    private final Map<String, Channel> channels = new HashMap<>();
    private final InstantSource wall = InstantSource.system();
    private int runs;

    /**
     * @param property where the receivers are configured, for what it complains of
     * @param mail null where no mail server is configured
     */
    public Courier(
            String property,
            Map<String, Receiver> receivers,
            Terms terms,
            DeliveryQueue queue,
            OutboundClients clients,
            @Nullable JavaMailSender mail,
            JsonMapper json,
            TransactionOperations transactions,
            Listener listener) {
        this.terms = terms;
        this.queue = queue;
        this.transactions = transactions;
        this.listener = listener;
        this.http = clients.client(terms.timeout());
        receivers.forEach((name, receiver) -> channels.put(name, channel(property + "." + name, receiver, mail, json)));
    }

    private Channel channel(String path, Receiver receiver, @Nullable JavaMailSender mail, JsonMapper json) {
        if (receiver.webhook() != null) {
            return HttpChannel.webhook(receiver.webhook(), json, http);
        }
        if (receiver.slack() != null) {
            return HttpChannel.slack(receiver.slack(), json, http);
        }
        if (receiver.email() == null || mail == null) {
            throw new IllegalStateException(path + ".email needs a mail server: set spring.mail.host");
        }
        return new MailChannel(receiver.email(), mail);
    }

    /** Sends what is due by now. */
    public void run() throws InterruptedException {
        Instant now = wall.instant();
        List<Delivery> due = queue.claim(CLAIMED, terms.timeout().plus(LEASE_MARGIN), now);
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
            queue.deleteOlderThan(now.minus(terms.retention()));
        }
    }

    private void deliver(Delivery delivery) {
        String error = send(delivery);
        transactions.executeWithoutResult(status -> {
            Instant now = wall.instant();
            if (error == null) {
                queue.sent(delivery, now);
                listener.settled(delivery, null);
            } else if (delivery.attempts() >= terms.attempts()) {
                LOG.warn(
                        "{} is not told any more, after {} attempts: {}",
                        delivery.receiver(),
                        delivery.attempts(),
                        error);
                queue.failed(delivery, error);
                listener.settled(delivery, error);
            } else {
                queue.again(delivery, error, now.plus(pause(delivery.attempts())));
            }
        });
        listener.attempted(delivery.receiver(), error == null);
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
        Duration pause = terms.firstPause().multipliedBy(1L << Math.min(attempts - 1, 20));
        Duration bounded = pause.compareTo(terms.longestPause()) > 0 ? terms.longestPause() : pause;
        return Duration.ofMillis(
                (long) (bounded.toMillis() * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
