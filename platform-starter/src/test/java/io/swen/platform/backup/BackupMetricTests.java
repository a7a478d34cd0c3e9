package io.swen.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupMetricTests {

    private static final String NAME = "swen_backup_last_success_timestamp_seconds";

    @TempDir
    private Path folder;

    @Test
    void tellsWhenTheLastBackupSucceededUnderTheNameThatTheAlertLooksFor() throws IOException {
        Path file = folder.resolve("backup.json");
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new BackupAutoConfiguration().backupAge(file).bindTo(registry);
        assertThat(registry.scrape()).contains(NAME + " 0.0");

        Files.writeString(file, "{\"last_success_at\":\"2026-11-28T20:00:00.500Z\",\"failure\":\"disk full\"}");
        assertThat(registry.scrape()).contains(NAME + " 1.7958960005E9");

        Files.writeString(file, "{\"last_succ");
        assertThat(registry.scrape()).contains(NAME + " NaN");
    }
}
