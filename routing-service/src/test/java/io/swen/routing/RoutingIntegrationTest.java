package io.swen.routing;

import io.swen.platform.test.SwenIntegrationTest;
import io.swen.platform.test.TestPlatform;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/** The whole service between the {@link FakePeers}; all tests share one context. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SwenIntegrationTest
@Import(RoutingFixture.class)
@ContextConfiguration(initializers = {TestPlatform.class, RoutingFixture.Peers.class})
public @interface RoutingIntegrationTest {}
