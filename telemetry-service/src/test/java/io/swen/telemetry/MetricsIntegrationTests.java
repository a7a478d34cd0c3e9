package io.swen.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.metric.DeclaredMetrics;
import io.swen.platform.test.MetricsPage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

class MetricsIntegrationTests extends TelemetryTest {

    @Test
    void registersWhatItDeclaresAndNothingElse(
            @Autowired MeterRegistry registry, @Autowired List<DeclaredMetrics> declared) {
        MetricsPage.checkRegistered(registry, declared);
    }

    @Test
    void isDocumentedAsDeclared(@Autowired @Qualifier("telemetryMetrics") DeclaredMetrics declared) throws IOException {
        MetricsPage.checkDocumented("telemetry-service", declared);
    }
}
