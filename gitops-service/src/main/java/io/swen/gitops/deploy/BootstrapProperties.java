package io.swen.gitops.deploy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How instances run their workload.
 *
 * @param callbackUrl origin at which instances reach this platform; null where they tell nothing
 * @param bootWindow how long after its deployment began an instance's first token counts; wall time
 * @param tokenLife how long each further token counts; wall time
 * @param heartbeatEvery between two tokens, and two deliveries of logs
 * @param noticeEvery between two looks for an interruption notice
 * @param stopGrace what a workload has to save itself when its instance is taken away
 * @param lastCheckpoint how long the removal of a workload that ends waits for its last checkpoint; wall time
 * @param logs where logs go besides
 * @param logsUri {@code s3://…} or {@code oss://…} for {@link Logs#OBJECT_STORE}
 * @param logGroup of CloudWatch Logs, for {@link Logs#CLOUD_LOGS}
 * @param keptLog bytes of a replica's log that are kept here
 * @param keepLogsFor how long after a deployment ended; domain time
 */
@Validated
@ConfigurationProperties("swen.gitops.bootstrap")
record BootstrapProperties(
        @Nullable URI callbackUrl,
        @DefaultValue("2h") Duration bootWindow,
        @DefaultValue("15m") Duration tokenLife,
        @DefaultValue("60s") Duration heartbeatEvery,
        @DefaultValue("5s") Duration noticeEvery,
        @DefaultValue("60s") Duration stopGrace,
        @DefaultValue("4m") Duration lastCheckpoint,
        @DefaultValue("callback") Logs logs,
        @Nullable String logsUri,
        @Nullable String logGroup,
        @DefaultValue("262144") int keptLog,
        @DefaultValue("P30D") Duration keepLogsFor) {

    /** Where logs go. */
    enum Logs {
        /** Only here. */
        CALLBACK,
        /** Also to S3 or OSS. */
        OBJECT_STORE,
        /** Only to CloudWatch Logs. */
        CLOUD_LOGS
    }

    private static final Pattern STORE = Pattern.compile("(s3|oss)://[A-Za-z0-9._/-]+");
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9._/#-]{1,512}");
    private static final int SMALLEST_LOG = 1024;

    BootstrapProperties {
        callbackUrl = callbackUrl == null || callbackUrl.toString().isBlank() ? null : callbackUrl;
        List<String> problems = new ArrayList<>();
        if (callbackUrl != null
                && (callbackUrl.getHost() == null
                        || callbackUrl.getUserInfo() != null
                        || !String.valueOf(callbackUrl.getScheme()).matches("https?"))) {
            problems.add("callback-url must be an origin such as https://swen.example.com");
        }
        if (tokenLife.compareTo(heartbeatEvery.multipliedBy(3)) < 0) {
            problems.add(
                    "token-life must be at least three times heartbeat-every, or one lost answer ends the callbacks");
        }
        if (heartbeatEvery.toSeconds() < 1 || noticeEvery.toSeconds() < 1 || stopGrace.isNegative()) {
            problems.add("heartbeat-every and notice-every must be at least a second");
        }
        if (lastCheckpoint.compareTo(heartbeatEvery.plus(stopGrace)) < 0) {
            problems.add("last-checkpoint must be at least heartbeat-every and stop-grace together");
        }
        if (logs == Logs.OBJECT_STORE
                && (logsUri == null || !STORE.matcher(logsUri).matches())) {
            problems.add("logs-uri must be s3://bucket/path or oss://bucket/path");
        }
        if (logs == Logs.CLOUD_LOGS
                && (logGroup == null || !GROUP.matcher(logGroup).matches())) {
            problems.add("log-group must be the name of a group of CloudWatch Logs");
        }
        if (!keepLogsFor.isPositive()) {
            problems.add("keep-logs-for must be positive");
        }
        if (keptLog < SMALLEST_LOG) {
            problems.add("kept-log must be at least " + SMALLEST_LOG);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("swen.gitops.bootstrap: " + String.join("; ", problems));
        }
    }
}
