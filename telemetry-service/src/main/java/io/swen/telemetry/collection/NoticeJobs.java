package io.swen.telemetry.collection;

import io.swen.catalog.Provider;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.cloud.CloudException;
import io.swen.telemetry.cloud.CloudHealth;
import io.swen.telemetry.cloud.CloudTelemetrySource;
import io.swen.telemetry.cloud.CloudTelemetrySource.Notice;
import io.swen.telemetry.cloud.Feed;
import io.swen.telemetry.metrics.RunningInstances;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Fetches what the providers tell by themselves, stores it, and only then acknowledges it; one job a provider. */
@Configuration(proxyBeanMethods = false)
class NoticeJobs {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeJobs.class);
    private static final int AT_ONCE = 8;
    /** A queue that answers with so many holds more. */
    private static final int FULL = 10;
    /** Readers of one queue while it is full; wider than that only has them wait for the database. */
    private static final int READERS = 6;

    private static final int MOST_READS = 1_000;
    /** How far back a provider that lists its notices by time is asked; more than an outage of ours that matters. */
    private static final Duration LOOK_BACK = Duration.ofHours(2);

    @Bean
    BackgroundJob awsNoticeJob(
            CollectionProperties properties,
            CloudDirectory clouds,
            RunningInstances running,
            NoticeStore store,
            CloudHealth health,
            Clock clock) {
        return new Job(Provider.AWS, properties, clouds, running, store, health, clock);
    }

    @Bean
    BackgroundJob alibabaNoticeJob(
            CollectionProperties properties,
            CloudDirectory clouds,
            RunningInstances running,
            NoticeStore store,
            CloudHealth health,
            Clock clock) {
        return new Job(Provider.ALIBABA, properties, clouds, running, store, health, clock);
    }

    private record Job(
            Provider provider,
            CollectionProperties properties,
            CloudDirectory clouds,
            RunningInstances running,
            NoticeStore store,
            CloudHealth health,
            Clock clock)
            implements BackgroundJob {

        @Override
        public String name() {
            return provider.id() + "-notices";
        }

        @Override
        public Duration interval() {
            return properties.noticeInterval();
        }

        @Override
        public boolean enabled() {
            return properties.enabled();
        }

        @Override
        public void run() throws InterruptedException {
            CloudTelemetrySource cloud = clouds.of(provider);
            List<Callable<Void>> looks = new ArrayList<>();
            for (String feed : cloud.noticeFeeds(running.regions(provider))) {
                looks.add(() -> {
                    if (read(cloud, feed)) {
                        drain(cloud, feed);
                    }
                    return null;
                });
            }
            if (looks.isEmpty()) {
                return;
            }
            try (ExecutorService executor =
                    Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
                executor.invokeAll(looks);
            }
        }

        /** A queue that answered in full holds more; a burst of thousands must not wait for a look each. */
        private void drain(CloudTelemetrySource cloud, String feed) throws InterruptedException {
            List<Callable<Void>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(() -> {
                    int reads = 0;
                    while (reads < MOST_READS && read(cloud, feed)) {
                        reads++;
                    }
                    return null;
                });
            }
            try (ExecutorService executor =
                    Executors.newFixedThreadPool(READERS, Thread.ofVirtual().factory())) {
                executor.invokeAll(readers);
            }
        }

        /** A feed is a region, or a queue whose ARN names one. */
        private String region(String feed) {
            return feed.startsWith("arn:") ? provider.qualify(feed.split(":")[3]) : feed;
        }

        /** True where there is more: what has to be acknowledged came in full. */
        private boolean read(CloudTelemetrySource cloud, String feed) {
            Instant since = clock.instant().minus(LOOK_BACK);
            try {
                List<Notice> notices = cloud.notices(feed, since);
                health.answered(provider, Feed.NOTICES, region(feed));
                if (!notices.isEmpty()) {
                    store.store(provider, notices);
                    cloud.acknowledge(feed, notices);
                }
                return notices.size() >= FULL && notices.stream().allMatch(notice -> notice.receipt() != null);
            } catch (CloudException e) {
                health.failed(provider, Feed.NOTICES, region(feed), e);
            } catch (RuntimeException e) {
                // Not acknowledged, so they come again.
                LOG.warn("notices of {} could not be stored", feed, e);
            }
            return false;
        }
    }
}
