package io.swen.telemetry.cloud;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * An export of AWS Data Exports (Cost and Usage Report 2.0 or FOCUS) that bills are read from in place of Cost Explorer.
 *
 * @param bucket null or empty for none
 * @param prefix as the export names it, without a slash at its end
 * @param name the export's
 * @param region the bucket's
 * @param largest bytes of all files of a month together
 * @param memory for DuckDB, which reads them
 */
@ConfigurationProperties("swen.telemetry.aws-cost-export")
record AwsCostExportProperties(
        @Nullable String bucket,
        @DefaultValue("") String prefix,
        @Nullable String name,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("4GB") DataSize largest,
        @DefaultValue("256MB") String memory) {

    static final AwsCostExportProperties NONE =
            new AwsCostExportProperties(null, "", null, "us-east-1", DataSize.ofGigabytes(4), "256MB");

    AwsCostExportProperties {
        bucket = bucket == null || bucket.isBlank() ? null : bucket;
        if (bucket != null && (name == null || name.isBlank())) {
            throw new IllegalArgumentException(
                    "swen.telemetry.aws-cost-export.name must be the export's name where there is a bucket");
        }
        if (prefix.startsWith("/") || prefix.endsWith("/")) {
            throw new IllegalArgumentException(
                    "swen.telemetry.aws-cost-export.prefix must not begin or end with a slash, and is " + prefix);
        }
    }
}
