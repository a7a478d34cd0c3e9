package io.swen.telemetry.export;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Chooses where exports go. */
@Configuration(proxyBeanMethods = false)
class ExportConfiguration {

    @Bean
    ExportTarget exportTarget(ExportProperties properties) {
        ExportProperties.S3 s3 = properties.s3();
        return s3 == null
                ? new FolderTarget(properties.folder().toAbsolutePath().normalize())
                : new S3Target(s3);
    }
}
