package io.swen.gitops.approval;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.gitops.change.GitopsMetric;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.notification.Courier;
import io.swen.platform.notification.DeliveryMeters;
import io.swen.platform.notification.DeliveryQueue;
import io.swen.platform.web.OutboundClients;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What tells approvers, again and again: one job finds what is due, the other sends it. */
@Configuration(proxyBeanMethods = false)
class NoticeConfiguration {

    private record Job(String name, Duration interval, Work work) implements BackgroundJob {

        @Override
        public void run() throws InterruptedException {
            work.run();
        }
    }

    @FunctionalInterface
    private interface Work {

        void run() throws InterruptedException;
    }

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @Bean
    DeliveryQueue deliveryQueue(JdbcTemplate jdbc, JsonMapper json) {
        return new DeliveryQueue(jdbc, json);
    }

    @Bean
    Courier courier(
            NoticeProperties properties,
            DeliveryQueue queue,
            OutboundClients clients,
            ObjectProvider<JavaMailSender> mail,
            JsonMapper json,
            PlatformTransactionManager transactions,
            MeterRegistry metrics) {
        DeliveryMeters meters = new DeliveryMeters(
                metrics,
                GitopsMetric.NOTIFICATIONS,
                queue,
                properties.receivers().keySet());
        return new Courier(
                "swen.gitops.notifications.receivers",
                properties.receivers(),
                properties.terms(),
                queue,
                clients,
                mail.getIfAvailable(),
                json,
                new TransactionTemplate(transactions),
                meters::attempted);
    }

    @Bean
    BackgroundJob approvalNoticesJob(ApprovalNotices notices) {
        return new Job("approval-notices", INTERVAL, notices::run);
    }

    @Bean
    BackgroundJob notificationsJob(Courier courier) {
        return new Job("notifications", INTERVAL, courier::run);
    }
}
