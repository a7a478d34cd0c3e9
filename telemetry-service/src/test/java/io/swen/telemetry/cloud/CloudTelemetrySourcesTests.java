package io.swen.telemetry.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the adapters say when nobody answers. */
class CloudTelemetrySourcesTests {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @BeforeAll
    static void anyCredentialsWillDo() {
        for (String property : new String[] {
            "aws.accessKeyId",
            "aws.secretAccessKey",
            "alibabacloud.accessKeyId",
            "alibabacloud.accessKeySecret",
            "alibabacloud.accessKeyIdSecret"
        }) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, "never-sent-anywhere");
            }
        }
    }

    @Test
    void anEndpointWithoutAServerIsUnreachableNotEmpty() throws IOException {
        TestSources sources = TestSources.at(nobody(), metrics);
        CloudTelemetrySource aws = sources.aws();
        CloudTelemetrySource alibaba = sources.alibaba();

        assertThatThrownBy(() -> aws.instances("aws:us-east-1"))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.code()).isEqualTo(CloudErrorCode.UNREACHABLE));
        assertThatThrownBy(() -> aws.spotPrices("aws:us-east-1", null, Instant.EPOCH))
                .isInstanceOf(CloudException.class);
        assertThatThrownBy(() -> alibaba.instances("alibaba:cn-hangzhou"))
                .isInstanceOfSatisfying(CloudException.class, e -> {
                    assertThat(e.code()).isEqualTo(CloudErrorCode.UNREACHABLE);
                    // The SDK's own message quotes the signed request.
                    assertThat(e.getMessage()).contains("http://localhost").doesNotContain("Signature", "AccessKeyId");
                });
        sources.close();
    }

    @Test
    void stopsAskingARegionThatKeepsFailingAndCountsEachAttempt() throws IOException {
        TestSources sources = TestSources.at(nobody(), metrics);

        CloudErrorCode last = null;
        for (int i = 0; i < 10; i++) {
            try {
                sources.aws().instances("aws:eu-west-1");
            } catch (CloudException e) {
                last = e.code();
            }
        }
        assertThat(last).isEqualTo(CloudErrorCode.CIRCUIT_OPEN);
        assertThat(metrics.get("swen.cloud.calls")
                        .tag("outcome", "circuit_open")
                        .tag("provider", "aws")
                        .timer()
                        .count())
                .isPositive();
        sources.close();
    }

    private static URI nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return URI.create("http://localhost:" + socket.getLocalPort());
        }
    }
}
