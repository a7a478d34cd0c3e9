package io.swen.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.swen.platform.metric.DeclaredMetrics;
import io.swen.platform.test.MetricsPage;
import io.swen.platform.test.SwenIntegrationTest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

@SwenIntegrationTest
class MetricsIntegrationTests {

    @Test
    void registersWhatItDeclaresAndNothingElse(
            @Autowired MeterRegistry registry, @Autowired List<DeclaredMetrics> declared) {
        MetricsPage.checkRegistered(registry, declared);
    }

    @Test
    void givesExemplarsOnlyToWhatEveryPrometheusTakesThemOf(@Autowired PrometheusConfig config) {
        assertThat(Objects.requireNonNull(config.prometheusProperties())
                        .getProperty("io.prometheus.exporter.exemplarsOnAllMetricTypes"))
                .isEqualTo("false");
    }

    @Test
    void isDocumentedAsDeclared(@Autowired @Qualifier("platformMetrics") DeclaredMetrics declared) throws IOException {
        MetricsPage.checkDocumented("platform", declared);
    }
}
