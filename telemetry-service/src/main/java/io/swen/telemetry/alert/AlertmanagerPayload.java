package io.swen.telemetry.alert;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Alertmanager's webhook receiver sends, version 4; its other fields repeat what stands in the alerts.
 *
 * @see <a href="https://prometheus.io/docs/alerting/latest/configuration/#webhook_config">webhook_config</a>
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record AlertmanagerPayload(
        @Nullable String version,
        @Nullable String receiver,
        @Nullable List<@Nullable Item> alerts) {

    /** One alert. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Item(
            @Nullable String status,
            @Nullable Map<String, String> labels,
            @Nullable Map<String, String> annotations,
            @JsonProperty("startsAt") @Nullable String startsAt,
            @JsonProperty("endsAt") @Nullable String endsAt) {}
}
