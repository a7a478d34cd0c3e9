package io.swen.platform.backup;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.swen.platform.metric.PlatformMetric;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;

/** Where whoever makes backups says in a file how they went ({@code swen.backup.status-file}), a metric tells it on. */
@AutoConfiguration
class BackupAutoConfiguration {

    @Bean
    @ConditionalOnExpression("!'${swen.backup.status-file:}'.isBlank()")
    MeterBinder backupAge(@Value("${swen.backup.status-file}") Path file) {
        BackupStatus status = new BackupStatus(file);
        return registry -> Gauge.builder(PlatformMetric.BACKUP_LAST_SUCCESS.id(), status, BackupStatus::lastSuccess)
                .baseUnit("seconds")
                .register(registry);
    }
}
