package io.swen.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.metric.DeclaredMetrics;
import io.swen.platform.test.MetricsPage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

@RoutingIntegrationTest
class MetricsIntegrationTests {

    @Test
    void registersWhatItDeclaresAndNothingElse(
            @Autowired MeterRegistry registry, @Autowired List<DeclaredMetrics> declared) {
        MetricsPage.checkRegistered(registry, declared);
    }

    @Test
    void isDocumentedAsDeclared(@Autowired @Qualifier("routingMetrics") DeclaredMetrics declared) throws IOException {
        MetricsPage.checkDocumented("routing-service", declared);
    }
}
