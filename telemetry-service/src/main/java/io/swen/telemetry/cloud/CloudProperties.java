package io.swen.telemetry.cloud;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How the clouds are reached. Credentials are not here: each SDK finds them by its own provider chain.
 *
 * @param awsEndpoint null for the real AWS
 * @param alibabaEndpoint null for the real Alibaba Cloud
 * @param simulated whether the simulator stands behind the endpoints
 * @param callTimeout the longest a single attempt may take
 * @param callsPerSecond budget of calls to each provider's APIs
 * @param queueCallsPerSecond budget of calls to its queues, which providers limit far less (SQS: 300 a second for each action of a
 *     FIFO queue, more for others)
 * @param attempts how often a call is tried at most, the first time included
 * @param staleAfter wall time without any answer after which a provider is stale
 * @param unavailableAfter wall time in which everything failed after which a provider is unavailable
 * @param awsRoleArn the role to assume with the credentials that the chain finds; null to use those as they are
 * @param awsExternalId what the role's trust policy asks for; null for nothing
 * @param alibabaRoleArn the RAM role to assume likewise
 * @param awsNoticeQueues ARNs of the SQS queues that EventBridge rules of EC2 fill; none leaves notices of AWS unread
 * @param awsPriceFiles address of the bulk price files with {@code {region}} in it, read in place of the Pricing API; null for
 *     the API
 * @param apiBudgetUsd what billed calls may cost in a month
 * @param bills whether bills are read: on AWS each time costs a cent a page
 */
@Validated
@ConfigurationProperties("swen.telemetry.cloud")
public record CloudProperties(
        @Nullable URI awsEndpoint,
        @Nullable URI alibabaEndpoint,
        boolean simulated,
        @NotNull Duration callTimeout,
        @Min(1) @Max(1000) int callsPerSecond,
        @Min(1) @Max(3000) int queueCallsPerSecond,
        @Min(1) @Max(10) int attempts,
        @NotNull Duration staleAfter,
        @NotNull Duration unavailableAfter,
        @Nullable String awsRoleArn,
        @Nullable String awsExternalId,
        @Nullable String alibabaRoleArn,

        @Nullable
        List<@Pattern(regexp = "arn:[a-z-]+:sqs:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,80}") String> awsNoticeQueues,

        @Nullable String awsPriceFiles,
        @NotNull @PositiveOrZero BigDecimal apiBudgetUsd,
        boolean bills) {

    public CloudProperties {
        awsRoleArn = blankToNull(awsRoleArn);
        awsExternalId = blankToNull(awsExternalId);
        alibabaRoleArn = blankToNull(alibabaRoleArn);
        awsPriceFiles = blankToNull(awsPriceFiles);
        awsNoticeQueues = awsNoticeQueues == null ? List.of() : List.copyOf(awsNoticeQueues);
        if (awsPriceFiles != null && !awsPriceFiles.contains("{region}")) {
            throw new IllegalArgumentException(
                    "swen.telemetry.cloud.aws-price-files is an address with {region} in it, not " + awsPriceFiles);
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
