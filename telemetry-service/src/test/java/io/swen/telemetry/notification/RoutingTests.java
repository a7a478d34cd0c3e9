package io.swen.telemetry.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.platform.notification.Receiver;
import io.swen.platform.notification.Receiver.Email;
import io.swen.platform.notification.Receiver.Slack;
import io.swen.platform.notification.Receiver.Webhook;
import io.swen.telemetry.alert.Severity;
import io.swen.telemetry.notification.NotificationProperties.Route;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoutingTests {

    private static final Map<String, Receiver> RECEIVERS = Map.of(
            "ops", new Receiver(null, new Slack(URI.create("https://hooks.example.com/secret-part")), null),
            "research", new Receiver(null, null, new Email("swen@example.com", List.of("research@example.com"))));

    @Test
    void tellsEverybodyOfWarningsWhereThereAreNoRoutes() {
        Routing routing = routing(List.of());

        assertThat(routing.receivers(notice(Severity.WARNING))).containsExactly("ops", "research");
        assertThat(routing.receivers(notice(Severity.INFO))).isEmpty();
    }

    @Test
    void goesByLabelsAndSeverity() {
        Routing routing = routing(List.of(
                new Route(Map.of("region", "aws:*"), Severity.CRITICAL, List.of("ops")),
                new Route(Map.of("team", "research"), Severity.INFO, List.of("research"))));

        assertThat(routing.receivers(notice(Severity.INFO))).containsExactly("research");
        assertThat(routing.receivers(notice(Severity.CRITICAL))).containsExactly("ops", "research");
    }

    @Test
    void namesEverythingThatIsWrongWithTheConfigurationButNoSecret() {
        assertThatThrownBy(() -> properties(
                        Map.of(
                                "none", new Receiver(null, null, null),
                                "weak",
                                        new Receiver(
                                                new Webhook(URI.create("https://example.com"), "whsec_dGVzdA=="),
                                                null,
                                                null),
                                "mail", new Receiver(null, null, new Email(null, List.of())),
                                "odd", new Receiver(null, new Slack(URI.create("file:///secret-part")), null)),
                        List.of(new Route(Map.of(), Severity.INFO, List.of("nobody")))))
                .hasMessageContaining("receivers.none: has 0 of webhook, slack and email, allowed: exactly one")
                .hasMessageContaining("receivers.weak.webhook.secret: allowed: whsec_ and 24 to 64 bytes in Base64")
                .hasMessageContaining("receivers.mail.email: allowed: from, and 1 to 50 addresses in to")
                .hasMessageContaining(
                        "receivers.odd.slack.url: allowed: an address that begins with https:// or http://")
                .hasMessageContaining("routes[0].receivers: is nobody")
                .message()
                .doesNotContain("secret-part", "dGVzdA");
        assertThat(properties(RECEIVERS, List.of()).toString()).doesNotContain("secret-part");
    }

    private static Routing routing(List<Route> routes) {
        return new Routing(properties(RECEIVERS, routes));
    }

    private static NotificationProperties properties(Map<String, Receiver> receivers, List<Route> routes) {
        return new NotificationProperties(
                receivers,
                routes,
                Duration.ZERO,
                Duration.ofMinutes(5),
                8,
                Duration.ofSeconds(5),
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                Duration.ofDays(30));
    }

    private static Notice notice(Severity severity) {
        return new Notice(
                UUID.randomUUID(),
                "opened",
                severity,
                Map.of("region", Set.of("aws:us-east-1"), "team", Set.of("research", "platform")),
                false,
                "title",
                "text",
                Map.of());
    }
}
