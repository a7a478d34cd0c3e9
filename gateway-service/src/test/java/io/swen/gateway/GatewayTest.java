package io.swen.gateway;

import io.swen.platform.test.SwenIntegrationTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The one context of all integration tests: the gateway before {@link Backends}. */
@SwenIntegrationTest
abstract class GatewayTest {

    @DynamicPropertySource
    static void backends(DynamicPropertyRegistry registry) {
        Backends.properties(registry);
    }
}
