package io.swen.telemetry.notification;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.notification.Courier;
import io.swen.platform.notification.Delivery;
import io.swen.platform.notification.DeliveryMeters;
import io.swen.platform.notification.DeliveryQueue;
import io.swen.platform.web.OutboundClients;
import io.swen.telemetry.support.TelemetryMetric;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Has the courier send what is due, again and again. */
@Component
class NotificationJob implements BackgroundJob, DisposableBean {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Courier courier;

    NotificationJob(
            NotificationProperties properties,
            DeliveryQueue queue,
            OutboundClients clients,
            ObjectProvider<JavaMailSender> mail,
            JsonMapper json,
            ApplicationEventPublisher publisher,
            MeterRegistry metrics,
            PlatformTransactionManager transactions) {
        DeliveryMeters meters = new DeliveryMeters(
                metrics,
                TelemetryMetric.NOTIFICATIONS,
                queue,
                properties.receivers().keySet());
        courier = new Courier(
                "swen.telemetry.notifications.receivers",
                properties.receivers(),
                new Courier.Terms(
                        properties.attempts(),
                        properties.firstPause(),
                        properties.longestPause(),
                        properties.timeout(),
                        properties.retention()),
                queue,
                clients,
                mail.getIfAvailable(),
                json,
                new TransactionTemplate(transactions),
                new Courier.Listener() {
                    @Override
                    public void attempted(String receiver, boolean sent) {
                        meters.attempted(receiver, sent);
                    }

                    @Override
                    public void settled(Delivery delivery, @Nullable String error) {
                        publisher.publishEvent(new NotificationSettled(
                                delivery.subject(), delivery.receiver(), delivery.kind(), error));
                    }
                });
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
        courier.run();
    }

    @Override
    public void destroy() throws IOException {
        courier.close();
    }
}
