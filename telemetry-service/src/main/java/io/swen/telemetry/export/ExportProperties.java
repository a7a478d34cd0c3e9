package io.swen.telemetry.export;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where exports go and what they may use.
 *
 * @param folder where files are made, and where they stay unless there is a bucket
 * @param scheduled whether every day is exported after it ended
 * @param partitionTimeout how long the file of a day may take
 * @param memory what DuckDB may use
 * @param s3 a bucket of S3, or of what speaks its protocol such as OSS; absent for the folder alone
 */
@ConfigurationProperties("swen.telemetry.export")
record ExportProperties(
        @DefaultValue(".swen/export") Path folder,
        @DefaultValue("true") boolean scheduled,
        @DefaultValue("PT10M") Duration partitionTimeout,
        @DefaultValue("256MB") String memory,
        @Nullable S3 s3) {

    /**
     * A bucket; credentials come from the SDK's own chain.
     *
     * @param prefix before every key, without a slash at its end; may be empty
     * @param endpoint absent for AWS itself; of OSS {@code https://s3.oss-REGION.aliyuncs.com}
     * @param pathStyle whether the bucket stands in the path rather than in the host's name; never for OSS
     * @param profile of the shared credentials file; absent for the default
     */
    record S3(
            String bucket,
            @DefaultValue("") String prefix,
            @DefaultValue("us-east-1") String region,
            @Nullable URI endpoint,
            @DefaultValue("false") boolean pathStyle,
            @Nullable String profile,
            @DefaultValue("PT60S") Duration timeout) {}

    ExportProperties {
        List<String> problems = new ArrayList<>();
        if (partitionTimeout.isNegative() || partitionTimeout.isZero() || partitionTimeout.toHours() > 6) {
            problems.add("partition-timeout is " + partitionTimeout + ", allowed is up to PT6H");
        }
        if (!memory.matches("[1-9][0-9]{0,5}(MB|GB)")) {
            problems.add("memory is " + memory + ", allowed is a number with MB or GB");
        }
        if (s3 != null) {
            if (!s3.bucket().matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
                problems.add("s3.bucket is " + s3.bucket() + ", which is no name of a bucket");
            }
            if (!s3.prefix().isEmpty() && !s3.prefix().matches("[A-Za-z0-9._=-]+(/[A-Za-z0-9._=-]+)*")) {
                problems.add("s3.prefix is " + s3.prefix() + ", allowed are names with slashes between them");
            }
            if (s3.endpoint() != null && s3.endpoint().getHost() == null) {
                problems.add("s3.endpoint is " + s3.endpoint() + ", allowed is http:// or https:// with a host");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("swen.telemetry.export: " + String.join("; ", problems));
        }
    }
}
